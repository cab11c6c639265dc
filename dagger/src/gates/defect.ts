/** A known defect that is put into a copy of a sound project, and the gates that may turn red for it. */
export interface Defect {
  readonly name: string;
  /** At least one of these must be red, and no other gate. */
  readonly gates: readonly string[];
  /** What changes: new text of each file, from its old text (empty for a file that is new). */
  readonly edits: Readonly<Record<string, (before: string) => string>>;
}

/** A defect that is one file more. */
export function added(name: string, gates: readonly string[], file: string, text: string): Defect {
  return { name, gates, edits: { [file]: () => text } };
}

/** A defect that is another text in a file. */
export function edited(
  name: string,
  gates: readonly string[],
  file: string,
  [from, to]: readonly [string, string],
): Defect {
  return { name, gates, edits: { [file]: (before) => before.replace(from, to) } };
}

/** An injection, as a linter and a compiler take no offence at it. @param before a line before the query, with its line feed */
export function sqlInjection(before = ''): string {
  return `import { DatabaseSync } from 'node:sqlite';

/** Users of a name. */
export function findUsers(database: DatabaseSync, name: string): unknown[] {
${before}  return database.prepare(\`SELECT id FROM users WHERE name = '\${name}'\`).all();
}
`;
}

/** What a locked package says of itself. */
export type LockEntry = Readonly<Record<string, unknown>>;

/** A dependency more: in package.json by its exact version, in the lockfile by its entry. */
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
