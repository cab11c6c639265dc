import { resolve } from 'node:path';
import type { Call } from '../../graph/index.ts';
import { changedPaths, hasNoChanges, layerOf, withChanges, type Sides } from '../../store/changes.ts';
import { ChangeLeadsOut, writeHostChanges } from '../../store/host-changes.ts';
import { Refused } from '../common/errors.ts';
import {
  argument,
  receiverOf,
  type Evaluation,
  type Actions,
  type Field,
  type Fields,
  type Leaves,
} from './field.ts';
import { patchOf } from '../git/patch.ts';
import { uncommittedSides } from '../git/refs.ts';
import { gitState } from '../git/state.ts';
import type { Value } from '../common/values.ts';

/** The fields that answer changes, or something of them. */
export const changesetFields: Fields = {
  'Directory.changes': async (evaluation, call) => {
    const [before, after] = await Promise.all([
      evaluation.tree(argument.text(call, 'from')),
      evaluation.tree(receiverOf(call)),
    ]);
    const sides = { before, after };
    return changeset({ isEmpty: () => hasNoChanges(sides), sides: () => sides });
  },
  'GitRepository.uncommitted': async (evaluation, call) => {
    const { tree } = await evaluation.git(receiverOf(call));
    const { context } = evaluation;
    return changeset({
      // Known without the files of the commit, which take a while to read.
      isEmpty: async () => (await gitState(context, tree)).uncommitted.length === 0,
      sides: () => uncommittedSides(context, tree),
    });
  },
  'Directory.withChanges': async (evaluation, call) => {
    const changes = await evaluation.changes(argument.text(call, 'changes'));
    const tree = await evaluation.tree(receiverOf(call));
    return { kind: 'directory', tree: withChanges(tree, await changes.sides()) };
  },
  'Changeset.before': ofSides(({ before }) => ({ kind: 'directory', tree: before })),
  'Changeset.after': ofSides(({ after }) => ({ kind: 'directory', tree: after })),
  'Changeset.layer': ofSides((sides) => ({ kind: 'directory', tree: layerOf(sides) })),
  'Changeset.asPatch': ofSides(async (sides, { context }) => ({
    kind: 'file',
    file: await patchOf(context, sides),
  })),
};

/** The fields of Changeset that answer plain data. */
export const changesetLeaves: Leaves = {
  'Changeset.isEmpty': async (evaluation, call) => (await evaluation.changes(receiverOf(call))).isEmpty(),
  'Changeset.addedPaths': async (evaluation, call) => changedPaths(await sidesOf(evaluation, call)).added,
  'Changeset.modifiedPaths': async (evaluation, call) =>
    changedPaths(await sidesOf(evaluation, call)).modified,
  'Changeset.removedPaths': async (evaluation, call) => changedPaths(await sidesOf(evaluation, call)).removed,
  'Changeset.export': async (evaluation, call, workdir) => {
    const place = resolve(workdir, argument.text(call, 'path'));
    try {
      writeHostChanges(evaluation.context.content, await sidesOf(evaluation, call), place);
    } catch (cause) {
      if (cause instanceof ChangeLeadsOut) throw new Refused(`export: ${cause.message}`, { cause });
      throw cause;
    }
    return place;
  },
};

/** The fields of Changeset that answer its own id. */
export const changesetActions: Actions = {
  'Changeset.sync': async (evaluation, call) =>
    void (await (await evaluation.changes(receiverOf(call))).sides()),
};

function changeset(made: {
  readonly isEmpty: () => boolean | Promise<boolean>;
  readonly sides: () => Sides | Promise<Sides>;
}): Value {
  const { isEmpty, sides } = made;
  return {
    kind: 'changeset',
    changes: { isEmpty: () => Promise.resolve(isEmpty()), sides: () => Promise.resolve(sides()) },
  };
}

function ofSides(read: (sides: Sides, evaluation: Evaluation) => Value | Promise<Value>): Field {
  return async (evaluation, call) => read(await sidesOf(evaluation, call), evaluation);
}

async function sidesOf(evaluation: Evaluation, call: Call): Promise<Sides> {
  return (await evaluation.changes(receiverOf(call))).sides();
}
