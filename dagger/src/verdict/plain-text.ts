/** Longest text that a report keeps of a tool's message, in UTF-16 code units. */
export const longestText = 4000;

/* eslint-disable no-control-regex -- control characters are what this file removes */
/** ECMA-48 sequences: CSI (colours, cursor), OSC up to BEL or ST (titles, links), and two-character escapes. */
const escapeSequences =
  /\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[ -/]*[0-~]|\u009b[0-?]*[ -/]*[@-~]/g;

/** C0 and C1 controls except tab and newline, and the marks that reorder text on a screen (CVE-2021-42574). */
const invisible =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
/* eslint-enable no-control-regex */

/**
 * Text without what a terminal, an editor or a page would act on: escape sequences, control characters, marks that
 * reorder text, halves of surrogate pairs.
 */
export function withoutControls(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(escapeSequences, '').replace(invisible, '').toWellFormed();
}

/**
 * Text of which no line is a workflow command: GitHub's runner obeys lines that begin with `::`, and `##[` wherever it
 * stands in one (actions/runner, ActionCommand).
 */
export function withoutCommands(text: string): string {
  return text.replace(/^(\s*)(?=::)/gm, '$1| ').replace(/##(?=\[)/g, '# #');
}

/**
 * A tool's text {@link withoutControls}, trimmed. What is longer than `longest` is cut, and says so.
 * @param longest in UTF-16 code units, default {@link longestText}
 */
export function plainText(text: string, longest = longestText): string {
  // Cut first, with room for sequences that go: a message of a gigabyte must not be searched whole.
  const bounded = text.length > longest * 4 ? text.slice(0, longest * 4) : text;
  const plain = withoutControls(bounded);
  const cut = plain.length > longest || bounded.length < text.length;
  return cut ? `${plain.slice(0, longest).toWellFormed().trimEnd()} [cut]` : plain.trim();
}

/** {@link plainText} on one line: for names, paths and rules. */
export function plainLine(text: string, longest = 500): string {
  return plainText(text, longest).replace(/\s+/g, ' ');
}
