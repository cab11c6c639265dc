import { ShapeError } from '../../verdict/json.ts';
import { longestReport } from '../../verdict/json-text.ts';
import { type Token, tokens } from './xml-tokens.ts';

/** An element of an XML document. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The text directly in it, including CDATA. */
  readonly text: string;
}

/** Deepest nesting that is read: test reports need four. */
const deepest = 64;

/**
 * Reads the XML that test runners write: elements, attributes, text, CDATA, comments, the five named entities and
 * numeric ones. A DOCTYPE, a custom entity and a processing instruction are refused, because attacks use them.
 * @returns the root element
 * @throws ShapeError if it is no such document, ends early, or has content after its root
 */
export function readXml(text: string): XmlElement {
  if (text.trim() === '') throw new ShapeError('the report is empty');
  if (text.length > longestReport)
    throw new ShapeError(`the report has ${String(text.length)} characters: too long`);
  const start = /^\ufeff?\s*(?:<\?xml\s[^?<>]*\?>)?/.exec(text)?.[0].length ?? 0;
  // The document itself, so that its root has a parent like any other element.
  const document: Building = { name: '', attributes: new Map(), children: [], texts: [] };
  const open = [document];
  for (const token of tokens(text, start)) take(token, open);
  const last = open.at(-1);
  if (last !== document) throw new ShapeError(`the XML ends within <${last?.name ?? ''}>`);
  const [root, second] = document.children;
  if (root === undefined || second !== undefined) throw new ShapeError('the XML has no single root element');
  if (document.texts.join('').trim() !== '')
    throw new ShapeError('the XML has text outside of its root element');
  return finish(root);
}

/** Adds a token to the innermost open element. */
function take(token: Token, open: Building[]): void {
  const parent = open.at(-1);
  if (parent === undefined) throw new ShapeError('the XML closes more than it opens');
  if (token.kind === 'text') {
    parent.texts.push(token.value);
  } else if (token.kind === 'close') {
    if (parent.name !== token.name) throw new ShapeError(`the XML closes <${token.name}>, which is not open`);
    open.pop();
  } else {
    const element: Building = { name: token.name, attributes: token.attributes, children: [], texts: [] };
    parent.children.push(element);
    if (!token.empty) open.push(element);
    if (open.length > deepest) throw new ShapeError(`the XML is nested deeper than ${String(deepest)}`);
  }
}

interface Building {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Building[];
  readonly texts: string[];
}

/** Builds an element. The recursion is bounded, because the depth is. */
function finish({ name, attributes, children, texts }: Building): XmlElement {
  return { name, attributes, children: children.map(finish), text: texts.join('') };
}
