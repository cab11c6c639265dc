/** A known defect that is put into a copy of a sound project, and the gates that may be red because of it. */
export interface Defect {
  readonly name: string;
  /** At least one of these must fail, and no other gate. */
  readonly gates: readonly string[];
  /** The edits of each file, as functions from the old text (empty for a new file) to the new text. */
  readonly edits: Readonly<Record<string, (before: string) => string>>;
}

/** A defect that adds a file. */
export function added(name: string, gates: readonly string[], file: string, text: string): Defect {
  return { name, gates, edits: { [file]: () => text } };
}

/** A defect that replaces text in a file. */
export function edited(
  name: string,
  gates: readonly string[],
  file: string,
  [from, to]: readonly [string, string],
): Defect {
  return { name, gates, edits: { [file]: (before) => before.replace(from, to) } };
}

/**
 * Code with an SQL injection that a linter and a compiler accept. @param before a line before the query, with its line
 * feed
 */
export function sqlInjection(before = ''): string {
  return `import { DatabaseSync } from 'node:sqlite';

/** Users of a name. */
export function findUsers(database: DatabaseSync, name: string): unknown[] {
${before}  return database.prepare(\`SELECT id FROM users WHERE name = '\${name}'\`).all();
}
`;
}

/** A package's entry in the lockfile. */
export type LockEntry = Readonly<Record<string, unknown>>;

/** A defect that adds a dependency: its exact version in package.json, and its entry in the lockfile. */
export function depending(
  name: string,
  entry: LockEntry,
  kind: 'dependencies' | 'devDependencies' = 'dependencies',
): Defect['edits'] {
  const { version } = entry;
  const asking = (manifest: Record<string, unknown>): Record<string, unknown> => ({
    ...manifest,
    [kind]: { ...recordOf(manifest[kind]), [name]: version },
  });
  return {
    'package.json': (before) => changed(before, asking),
    'package-lock.json': (before) =>
      changed(before, (content) => {
        const packages = recordOf(content['packages']);
        const root = asking(recordOf(packages['']));
        return { ...content, packages: { ...packages, '': root, [`node_modules/${name}`]: entry } };
      }),
  };
}

function changed(
  text: string,
  change: (content: Record<string, unknown>) => Record<string, unknown>,
): string {
  return `${JSON.stringify(change(recordOf(JSON.parse(text))), null, 2)}\n`;
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
