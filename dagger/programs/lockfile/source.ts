/** What a reader knows of the project: texts and documents, of which it trusts nothing. */
export interface Source {
  /** The lockfile's text, for line numbers. */
  readonly text: string;
  /** The lockfile as its parser read it: for YAML a list of documents, of which every scalar is a text. */
  readonly document: unknown;
  /** Every package.json of the source, by its folder; `.` for the project's own. */
  readonly manifests: ReadonlyMap<string, unknown>;
  /** The manager's own settings file, read; undefined where there is none. */
  readonly settings: unknown;
  /** Version of the manager, as far as it is known. */
  readonly version: string | undefined;
  /** What the manager says of its defaults for install scripts. */
  readonly defaults: string;
}

/** A lockfile is none, or of a kind that is not read. */
export class LockfileError extends Error {
  override name = 'LockfileError';
}

/** The major version in a version or range; undefined if it has none. */
export function majorOf(version: string | undefined): number | undefined {
  const major = /\d+/.exec(version ?? '')?.[0];
  return major === undefined ? undefined : Number(major);
}

/**
 * The line of each key of an entry. Of a key that is there twice the first counts.
 * @param rest what follows an entry's key on its line; by default nothing
 */
export function linesIn(text: string, rest = /^(?: \{\})?$/): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  text.split('\n').forEach((line, index) => {
    const [, written = '', after = ''] =
      /^\s*(?:\? )?("[^"]*"|'[^']*'|[^\s#].*?):((?: .*)?)\r?$/.exec(line.slice(0, 2000)) ?? [];
    const key = written.replaceAll(/["']/g, '').split(', ')[0] ?? '';
    if (key !== '' && rest.test(after) && !lines.has(key)) lines.set(key, index + 1);
  });
  return lines;
}
