import { linesOf } from '../paths.ts';

/** An instruction of a Dockerfile. */
export interface Instruction {
  /** In capitals: FROM, EXPOSE. */
  readonly keyword: string;
  /** What stands behind it, continued lines joined. */
  readonly rest: string;
  /** Its first line, from 1. */
  readonly line: number;
}

/**
 * The instructions of a Dockerfile (Dockerfile reference, "Format", "Here-Documents"): lines that end in the escape
 * character go on in the next one, comments and empty lines in between do not count, and what a here-document contains
 * is no instruction.
 */
export function instructionsOf(text: string): Instruction[] {
  const lines = linesOf(text);
  const escape = /^#\s*escape\s*=\s*`/im.test(lines.slice(0, 3).join('\n')) ? '`' : '\\';
  const found: Instruction[] = [];
  let next = 0;
  while (next < lines.length) {
    const line = next + 1;
    const parts: string[] = [];
    let isOpen = true;
    while (isOpen && next < lines.length) {
      const part = (lines[next] ?? '').trim();
      next += 1;
      if (part === '' || part.startsWith('#')) {
        isOpen = parts.length > 0;
        continue;
      }
      isOpen = part.endsWith(escape);
      parts.push(isOpen ? part.slice(0, -1) : part);
    }
    const match = /^([a-z]+)\s+(.*)$/is.exec(parts.join(' ').trim());
    if (match === null) continue;
    const [, keyword = '', rest = ''] = match;
    const instruction = { keyword: keyword.toUpperCase(), rest: rest.trim(), line };
    found.push(instruction);
    next = afterDocuments(lines, next, instruction);
  }
  return found;
}

/** The line after the here-documents of an instruction. */
function afterDocuments(lines: readonly string[], start: number, { keyword, rest }: Instruction): number {
  if (!['RUN', 'COPY', 'ADD'].includes(keyword)) return start;
  let next = start;
  for (const [, word = ''] of rest.matchAll(/(?<!<)<<-?["']?([A-Za-z_]\w*)["']?/g)) {
    const end = lines.findIndex((line, index) => index >= next && line.trim() === word);
    if (end < 0) return next;
    next = end + 1;
  }
  return next;
}
