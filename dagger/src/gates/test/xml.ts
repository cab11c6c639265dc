import { ShapeError } from '../../verdict/json.ts';
import { longestReport } from '../../verdict/json-text.ts';

/** An element of an XML document. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The text directly in it, CDATA included. */
  readonly text: string;
}

/** Deepest nesting that is read: test reports need four. */
const deepest = 64;

/**
 * Reads the XML that test runners write: elements, attributes, text, CDATA, comments, the five named entities and
 * numeric ones. A DOCTYPE, an entity of one's own and a processing instruction are refused, as they are how XML is
 * abused.
 * @returns the root element
 * @throws ShapeError when it is no such document, ends early, or holds something after its root
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

/** Puts a token where it belongs: into the innermost element that is open. */
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

type Token =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'close'; readonly name: string }
  | {
      readonly kind: 'open';
      readonly name: string;
      readonly attributes: ReadonlyMap<string, string>;
      readonly empty: boolean;
    };

const namePattern = '[A-Za-z_:][\\w:.-]*';
const openTag = new RegExp(
  `<(${namePattern})((?:\\s+${namePattern}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(/?)>`,
  'y',
);
const closeTag = new RegExp(`</(${namePattern})\\s*>`, 'y');
const attribute = new RegExp(`(${namePattern})\\s*=\\s*(?:"([^"<]*)"|'([^'<]*)')`, 'g');

function* tokens(text: string, start: number): Generator<Token> {
  for (let at = start; at < text.length;) {
    if (text[at] !== '<') {
      const end = text.indexOf('<', at);
      const until = end < 0 ? text.length : end;
      yield { kind: 'text', value: decode(text.slice(at, until)) };
      at = until;
    } else if (text.startsWith('<!--', at)) {
      at = endOf(text, at, '-->');
    } else if (text.startsWith('<![CDATA[', at)) {
      const end = endOf(text, at, ']]>');
      yield { kind: 'text', value: text.slice(at + '<![CDATA['.length, end - ']]>'.length) };
      at = end;
    } else {
      const { token, end } = tag(text, at);
      yield token;
      at = end;
    }
  }
}

function tag(text: string, at: number): { token: Token; end: number } {
  closeTag.lastIndex = at;
  const close = closeTag.exec(text);
  if (close !== null) return { token: { kind: 'close', name: close[1] ?? '' }, end: closeTag.lastIndex };
  openTag.lastIndex = at;
  const open = openTag.exec(text);
  if (open === null)
    throw new ShapeError(`no XML that a test runner writes: ${JSON.stringify(text.slice(at, at + 40))}`);
  const [, name = '', list = '', slash = ''] = open;
  return {
    token: { kind: 'open', name, attributes: attributesOf(list), empty: slash === '/' },
    end: openTag.lastIndex,
  };
}

function attributesOf(list: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single] of list.matchAll(attribute)) {
    if (attributes.has(name)) throw new ShapeError(`the XML has the attribute ${name} twice in one element`);
    attributes.set(name, decode(double ?? single ?? ''));
  }
  return attributes;
}

function endOf(text: string, at: number, mark: string): number {
  const end = text.indexOf(mark, at);
  if (end < 0) throw new ShapeError(`the XML ends before ${mark}`);
  return end + mark.length;
}

const named: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** Text with its references resolved, once: `&amp;lt;` is the text `&lt;`. */
function decode(text: string): string {
  return text.replace(/&([^;&\s]{0,20});?/g, (whole, reference: string) => {
    const code = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(reference);
    const point =
      code === null ? undefined : parseInt(code[1] ?? code[2] ?? '', code[1] === undefined ? 10 : 16);
    const value = point === undefined ? named.get(reference) : fromPoint(point);
    if (value === undefined || !whole.endsWith(';'))
      throw new ShapeError(`the XML has an unknown entity ${whole}`);
    return value;
  });
}

function fromPoint(point: number): string | undefined {
  return point <= 0x10ffff ? String.fromCodePoint(point) : undefined;
}

/** Depth is bounded, so that recursion is. */
function finish({ name, attributes, children, texts }: Building): XmlElement {
  return { name, attributes, children: children.map(finish), text: texts.join('') };
}
