import { z } from 'zod';
import type { Session } from './session.ts';

/** Options of {@link offerChanges}. */
export interface ApplyOptions {
  readonly session: Pick<Session, 'query'>;
  /** Whether they are applied without a question. */
  readonly autoApply: boolean;
  /** Asks the person at the terminal; undefined where there is none. */
  readonly confirm?: ((question: string) => Promise<boolean>) | undefined;
  /** Shows a text to the person. */
  readonly say: (text: string) => void;
}

/** Changes wait to be applied, and nobody can be asked. */
export class ChangesNotApplied extends Error {
  override readonly name = 'ChangesNotApplied';
  readonly next =
    'Give -y to apply them to the current folder, or add `export --path=FOLDER` to apply them to another.';

  constructor() {
    super('the changes were not applied: there is no terminal to ask at');
  }
}

const changesShape = z.object({
  node: z.object({
    addedPaths: z.array(z.string()),
    modifiedPaths: z.array(z.string()),
    removedPaths: z.array(z.string()),
  }),
});

/**
 * Shows the changes that a function answers, and applies them to the current folder: by `--auto-apply`, or when the person
 * at the terminal agrees.
 *
 * @param id Of the Changeset.
 * @throws {ChangesNotApplied} There is no terminal, and `--auto-apply` was not given.
 */
export async function offerChanges(
  { session, autoApply, confirm, say }: ApplyOptions,
  id: string,
): Promise<void> {
  const document =
    'query($id: ID!) { node(id: $id) { ... on Changeset { addedPaths modifiedPaths removedPaths } } }';
  const { node } = changesShape.parse(await session.query(document, { id }));
  const lines = changeLines(node);
  if (lines.length === 0) {
    say('There is nothing to change.\n');
    return;
  }
  say(summary(lines));
  if (!autoApply) {
    if (confirm === undefined) throw new ChangesNotApplied();
    if (!(await confirm('Apply these changes?'))) {
      say('The changes were discarded.\n');
      return;
    }
  }
  await session.query('query($id: ID!) { node(id: $id) { ... on Changeset { export(path: ".") } } }', { id });
  say('The changes were applied.\n');
}

type ChangedPaths = z.infer<typeof changesShape>['node'];

/** A line for each path, as `diff` marks them, in the order of the paths. */
function changeLines({ addedPaths, modifiedPaths, removedPaths }: ChangedPaths): string[] {
  const marked = [
    ...addedPaths.map((path) => ({ path, mark: '+' })),
    ...modifiedPaths.map((path) => ({ path, mark: '~' })),
    ...removedPaths.map((path) => ({ path, mark: '-' })),
  ];
  return marked.sort((a, b) => (a.path < b.path ? -1 : 1)).map(({ path, mark }) => `${mark} ${path}`);
}

/** More lines than this tell a reader no more than their number. */
const mostLines = 40;

function summary(lines: readonly string[]): string {
  const more = lines.length - mostLines;
  const shown = more > 0 ? [...lines.slice(0, mostLines), `... and ${more} more`] : lines;
  const count = lines.length === 1 ? '1 path changes' : `${lines.length} paths change`;
  return `${[...shown, '', count].join('\n')}\n`;
}
