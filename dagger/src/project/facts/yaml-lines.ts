import { linesOf } from './paths.ts';

/**
 * The text of a key at the top of a YAML file, such as `lockfileVersion: '9.0'`. The module has no parser of YAML, and
 * needs a few keys: it takes plain and quoted texts on one line, and no other notation.
 * @param under the key above it, for a key that is indented: `__metadata`
 * @returns undefined where the key is missing, or has another notation
 */
export function yamlText(text: string, key: string, under?: string): string | undefined {
  const lines = linesOf(text);
  const block = under === undefined ? lines : blockOf(lines, under);
  const prefix = under === undefined ? '' : '  ';
  const line = block.find((one) => one.startsWith(`${prefix}${key}:`));
  return line === undefined ? undefined : plainScalar(line.slice(prefix.length + key.length + 1));
}

/**
 * The texts of a list at the top of a YAML file: one a line behind dashes, or in brackets on the line of the key.
 * @returns an empty list where the key is missing; undefined where it has another notation
 */
export function yamlList(text: string, key: string): readonly string[] | undefined {
  const lines = linesOf(text);
  const line = lines.find((one) => one.startsWith(`${key}:`));
  if (line === undefined) return [];
  const rest = withoutComment(line.slice(key.length + 1)).trim();
  if (rest.startsWith('[')) return rest.endsWith(']') ? allRead(rest.slice(1, -1).split(',')) : undefined;
  if (rest !== '') return undefined;
  const items = blockOf(lines, key).filter((one) => withoutComment(one).trim() !== '');
  const isList = items.every((one) => /^\s*-\s/.test(one));
  return isList ? allRead(items.map((one) => one.replace(/^\s*-\s/, ''))) : undefined;
}

/**
 * The entries with true or false of a map at the top of a YAML file, one a line below its key. Entries of another notation
 * are left out.
 */
export function yamlFlags(text: string, key: string): [string, boolean][] {
  return blockOf(linesOf(text), key).flatMap((line) => {
    const [, quote = '', name = '', flag] =
      /^\s+(["']?)([^"':\s][^"':]*)\1\s*:\s*(true|false)\s*(?:#.*)?$/.exec(line) ?? [];
    if (flag === undefined || (quote === '' && name.startsWith('@'))) return [];
    return [[name.trim(), flag === 'true']];
  });
}

/** The texts, if all of them are understood; empty places, as after a last comma, are none. */
function allRead(texts: readonly string[]): string[] | undefined {
  const filled = texts.filter((text) => text.trim() !== '');
  const read = filled.map(plainScalar).filter((text) => text !== undefined);
  return read.length === filled.length ? read : undefined;
}

/** The lines below a key, up to the next key at the top. A list may be as far to the left as its key. */
function blockOf(lines: readonly string[], key: string): string[] {
  const start = lines.findIndex((one) => one.startsWith(`${key}:`));
  if (start < 0) return [];
  const below = lines.slice(start + 1);
  const end = below.findIndex((one) => /^[^\s#-]/.test(one));
  return end < 0 ? below : below.slice(0, end);
}

/** A text in quotes or without; undefined for other notations: anchors, tags, blocks, maps and lists. */
function plainScalar(text: string): string | undefined {
  const trimmed = text.trim();
  const quoted = /^(?:'([^']*)'|"([^"\\]*)")\s*(?:#.*)?$/.exec(trimmed);
  if (quoted !== null) return quoted[1] ?? quoted[2];
  const plain = withoutComment(trimmed).trim();
  return /^(?:$|[&*!|>{}[\]'"%@`])/.test(plain) ? undefined : plain;
}

/** A line without its comment, which begins behind a space. */
function withoutComment(text: string): string {
  return text.replace(/(^|\s)#.*$/, '');
}
