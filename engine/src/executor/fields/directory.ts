import { z } from 'zod';
import type { Call } from '../../graph/index.ts';
import { writeHostDirectory } from '../../store/host-files.ts';
import { filterTree, globTree } from '../../store/patterns.ts';
import {
  emptyTree,
  entryAt,
  namesIn,
  subtree,
  treeOf,
  treePath,
  treeShape,
  withoutPath,
  withTree,
  type Tree,
} from '../../store/tree.ts';
import { Refused } from '../common/errors.ts';
import type { Value } from '../common/values.ts';
import { buildImage } from '../images/build.ts';
import {
  argument,
  exported,
  receiverOf,
  type Actions,
  type Evaluation,
  type Field,
  type Fields,
  type Leaves,
} from './field.ts';
import { missing } from './file.ts';

/** The fields of Directory that answer an object. */
export const directoryFields: Fields = {
  'Query.directory': () => Promise.resolve(directory(emptyTree)),
  'Host.directory': snapshot,
  'Directory.directory': changing((tree, call) => {
    const path = argument.text(call, 'path');
    return subtree(tree, path) ?? missing(tree, path, 'directory');
  }),
  'Directory.filter': changing((tree, call) =>
    filterTree(tree, { include: argument.texts(call, 'include'), exclude: argument.texts(call, 'exclude') }),
  ),
  'Directory.withDirectory': changing(async (tree, call, evaluation) => {
    const added = await evaluation.tree(argument.text(call, 'source'));
    const taken = filterTree(added, {
      include: argument.texts(call, 'include'),
      exclude: argument.texts(call, 'exclude'),
    });
    return withTree(tree, argument.text(call, 'path'), taken);
  }),
  'Directory.withFile': changing(async (tree, call, evaluation) =>
    withFile(tree, call, await evaluation.file(argument.text(call, 'source'))),
  ),
  'Directory.withNewFile': changing((tree, call, { context }) =>
    withFile(tree, call, { ...context.content.put(argument.text(call, 'contents')), mode: 0o644 }),
  ),
  'Directory.withoutDirectory': changing((tree, call) => withoutPath(tree, argument.text(call, 'path'))),
  'Directory.withoutFile': changing((tree, call) => withoutPath(tree, argument.text(call, 'path'))),
  'Directory.dockerBuild': async (evaluation, call) => ({
    kind: 'container',
    container: await buildImage(evaluation.context, await evaluation.tree(receiverOf(call)), {
      dockerfile: argument.optionalText(call, 'dockerfile') ?? 'Dockerfile',
      target: argument.optionalText(call, 'target'),
      platform: argument.optionalText(call, 'platform'),
      buildArgs: buildArgs(call),
      secrets: await Promise.all(argument.texts(call, 'secrets').map((id) => evaluation.secret(id))),
    }),
  }),
};

/** The fields of Directory that answer plain data. */
export const directoryLeaves: Leaves = {
  'Directory.entries': async (evaluation, call) => {
    const tree = await evaluation.tree(receiverOf(call));
    const path = argument.optionalText(call, 'path') ?? '';
    const below = subtree(tree, path);
    if (!below) throw new Refused(`${path}: no such directory`);
    return namesIn(below);
  },
  'Directory.glob': async (evaluation, call) =>
    globTree(await evaluation.tree(receiverOf(call)), argument.text(call, 'pattern')),
  'Directory.exists': async (evaluation, call) =>
    entryAt(await evaluation.tree(receiverOf(call)), argument.text(call, 'path')) !== undefined,
  'Directory.digest': async (evaluation, call) =>
    `sha256:${(await evaluation.tree(receiverOf(call))).digest}`,
  'Directory.export': async (evaluation, call, workdir) => {
    const tree = await evaluation.tree(receiverOf(call));
    const wipe = argument.flag(call, 'wipe');
    const { context } = evaluation;
    return exported(workdir, call, (place) => {
      const left = writeHostDirectory(context.content, tree, place, { wipe });
      if (left.length > 0) {
        context.report(
          `export: left out, because they lead out of the directory: ${left.slice(0, 10).join(', ')}`,
        );
      }
    });
  },
};

/** The fields of Directory that answer its own id. */
export const directoryActions: Actions = {
  'Directory.sync': async (evaluation, call) => void (await evaluation.tree(receiverOf(call))),
};

function directory(tree: Tree): Value {
  return { kind: 'directory', tree };
}

function changing(change: (tree: Tree, call: Call, evaluation: Evaluation) => Tree | Promise<Tree>): Field {
  return async (evaluation, call) =>
    directory(await change(await evaluation.tree(receiverOf(call)), call, evaluation));
}

/** A directory of this machine as it was when it was asked for: the call holds the digest of its content. */
function snapshot({ context }: Evaluation, call: Call): Promise<Value> {
  const digest = argument.text(call, 'tree');
  const tree = context.records.get('tree', digest, treeShape);
  if (!tree)
    throw new Refused('a directory of an earlier run was pruned: run the function that made it again');
  return Promise.resolve(directory(tree));
}

function withFile(tree: Tree, call: Call, file: { digest: string; sizeBytes: number; mode: number }): Tree {
  const mode = argument.number(call, 'permissions') ?? file.mode;
  const path = treePath(argument.text(call, 'path'));
  return treeOf([
    ...tree.entries,
    { kind: 'file', path, mode, digest: file.digest, sizeBytes: file.sizeBytes },
  ]);
}

const buildArgsShape = z.array(z.object({ name: z.string(), value: z.string() })).default([]);

function buildArgs(call: Call): { name: string; value: string }[] {
  return buildArgsShape.parse(call.arguments['buildArgs']);
}
