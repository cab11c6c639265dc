import { posix } from 'node:path';
import { z } from 'zod';
import {
  emptyTree,
  entryAt,
  subtree,
  treeOf,
  treePath,
  treeShape,
  withoutPath,
  withTree,
  type Tree,
} from '../../store/tree.ts';
import { filterTree } from '../../store/patterns.ts';
import type { Call } from '../../graph/index.ts';
import { buildImage } from '../images/build.ts';
import { Refused } from '../common/errors.ts';
import { argument, receiverOf, type Evaluation, type Field } from './field.ts';
import { treeOfRef } from '../git/refs.ts';
import { readDirectory, readFile } from '../containers/files.ts';
import { tarballOf } from '../images/images.ts';
import type { FileValue, Value } from '../common/values.ts';

function directory(tree: Tree): Value {
  return { kind: 'directory', tree };
}

function changing(change: (tree: Tree, call: Call, evaluation: Evaluation) => Tree | Promise<Tree>): Field {
  return async (evaluation, call) =>
    directory(await change(await evaluation.tree(receiverOf(call)), call, evaluation));
}

/** The fields that answer a directory or a file. */
export const directoryFields: { readonly [name: string]: Field } = {
  'Query.directory': () => Promise.resolve(directory(emptyTree)),
  'Host.directory': snapshot,
  'Host.file': (_, call) =>
    Promise.resolve({
      kind: 'file',
      file: {
        name: argument.text(call, 'name'),
        mode: argument.number(call, 'mode') ?? 0o644,
        digest: argument.text(call, 'content'),
        sizeBytes: argument.number(call, 'sizeBytes') ?? 0,
      },
    }),
  'GitRef.tree': async (evaluation, call) => {
    if (!argument.flag(call, 'discardGitDir'))
      throw new Refused('the local engine gives a tree without .git: ask with discardGitDir: true');
    return directory(await treeOfRef(evaluation.context, await evaluation.git(receiverOf(call))));
  },
  'Directory.sync': changing((tree) => tree),
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
  'Directory.file': async (evaluation, call) => {
    const path = argument.text(call, 'path');
    return { kind: 'file', file: fileIn(await evaluation.tree(receiverOf(call)), path) };
  },
  'Directory.dockerBuild': async (evaluation, call) => ({
    kind: 'container',
    container: await buildImage(evaluation.context, await evaluation.tree(receiverOf(call)), {
      dockerfile: argument.optionalText(call, 'dockerfile') ?? 'Dockerfile',
      target: argument.optionalText(call, 'target'),
      platform: argument.optionalText(call, 'platform'),
      buildArgs: buildArgs(call),
    }),
  }),
  'File.sync': async (evaluation, call) => ({ kind: 'file', file: await evaluation.file(receiverOf(call)) }),
  'Container.directory': async (evaluation, call) => {
    const container = await evaluation.container(receiverOf(call));
    return directory(await readDirectory(evaluation.context, container, argument.text(call, 'path')));
  },
  'Container.rootfs': async (evaluation, call) =>
    directory(await readDirectory(evaluation.context, await evaluation.container(receiverOf(call)), '/')),
  'Container.file': async (evaluation, call) => {
    const container = await evaluation.container(receiverOf(call));
    return { kind: 'file', file: await readFile(evaluation.context, container, argument.text(call, 'path')) };
  },
  'Container.asTarball': async (evaluation, call) => ({
    kind: 'file',
    file: await tarballOf(evaluation.context, await evaluation.container(receiverOf(call))),
  }),
};

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

/** A file of a tree; links inside the tree are followed. */
function fileIn(tree: Tree, path: string, depth = 0): FileValue {
  const entry = entryAt(tree, path);
  if (entry?.kind === 'link' && depth < 8)
    return fileIn(tree, posix.join(posix.dirname(treePath(path)), entry.target), depth + 1);
  if (entry?.kind !== 'file') return missing(tree, path, 'file');
  return { name: posix.basename(path), mode: entry.mode, digest: entry.digest, sizeBytes: entry.sizeBytes };
}

function missing(tree: Tree, path: string, kind: string): never {
  const parent = posix.dirname(treePath(path));
  const beside = subtree(tree, parent === '.' ? '' : parent)?.entries.filter(
    (entry) => !entry.path.includes('/'),
  );
  const names =
    beside
      ?.map((entry) => entry.path)
      .slice(0, 20)
      .join(', ') ?? '';
  throw new Refused(`${path}: no such ${kind}${names === '' ? '' : `; there are ${names}`}`);
}

const buildArgsShape = z.array(z.object({ name: z.string(), value: z.string() })).default([]);

function buildArgs(call: Call): { name: string; value: string }[] {
  return buildArgsShape.parse(call.arguments['buildArgs']);
}
