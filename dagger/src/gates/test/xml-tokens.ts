import { ShapeError } from '../../verdict/json.ts';

/** A token of an XML document. */
export type Token =
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

/**
 * The tokens of a document, in order. It is a generator, so that only the current position is kept.
 * @param start position after the prologue
 */
export function* tokens(text: string, start: number): Generator<Token> {
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

/** Text with its references resolved once: `&amp;lt;` is the text `&lt;`. */
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
