/** What a reader of a document may follow or type. */
export interface Document {
  /** Path from the repository's root. */
  readonly path: string;
  /** Targets of links, as they are written. */
  readonly links: readonly string[];
  /** Texts between single backticks. */
  readonly spans: readonly string[];
  /** Lines of fenced blocks of commands, comments apart, a line that goes on joined with the next. */
  readonly commands: readonly string[];
  /** Tables, each as its rows of cells, the head first, the line below it left out. */
  readonly tables: readonly (readonly (readonly string[])[])[];
  /** Anchors of the headings, as GitHub makes them. */
  readonly anchors: readonly string[];
}

const fence = /^```(\w*)\n([\s\S]*?)^```$/gm;

/**
 * Reads a Markdown document; only what these documents use of Markdown is known.
 * @param path from the repository's root
 */
export function readDocument(path: string, text: string): Document {
  const prose = text.replaceAll(fence, '');
  const shell = [...text.matchAll(fence)].flatMap(([, language = '', body = '']) =>
    language === 'sh' ? body.replaceAll(/\\\n\s*/g, '').split('\n') : [],
  );
  return {
    path,
    links: [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target),
    spans: [...prose.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span.replaceAll(/\s+/g, ' ')),
    commands: shell.map((line) => line.replace(/(^|\s)#.*$/, '').trim()).filter((line) => line !== ''),
    tables: [...prose.matchAll(/(?:^\|.*\|\n?)+/gm)].map(([table]) => rowsOf(table)),
    anchors: [...prose.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading)),
  };
}

/** Every command of a document, whether it stands in a block or in a sentence. */
export function typed({ commands, spans }: Document): string[] {
  return [...commands, ...spans].flatMap((line) => line.split(/ && | \| /)).map((line) => line.trim());
}

function rowsOf(table: string): string[][] {
  const lines = table.split('\n').filter((line) => /[^\s|:-]/.test(line));
  return lines.map((line) => cellsOf(line.replace(/^\|(.*)\|$/, '$1')));
}

/** The cells of a row; a bar inside backticks is escaped by a backslash. */
function cellsOf(row: string): string[] {
  return row.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
}

/** The anchor that GitHub gives to a heading: lower case, hyphens for spaces, no punctuation. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');
}
