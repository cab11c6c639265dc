import { posix } from 'node:path';
import { digestOf } from '../../store/digest.ts';
import { writeHostFile } from '../../store/host-files.ts';
import { entryAt, subtree, treePath, type Tree } from '../../store/tree.ts';
import { Refused } from '../common/errors.ts';
import type { FileValue } from '../common/values.ts';
import { argument, exported, receiverOf, type Actions, type Fields, type Leaves } from './field.ts';

/** The fields that answer a file. */
export const fileFields: Fields = {
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
  'Directory.file': async (evaluation, call) => {
    const path = argument.text(call, 'path');
    return { kind: 'file', file: fileIn(await evaluation.tree(receiverOf(call)), path) };
  },
};

/** The fields of File that answer plain data. */
export const fileLeaves: Leaves = {
  'File.contents': async (evaluation, call) => {
    const file = await evaluation.file(receiverOf(call));
    return evaluation.context.content.read(file.digest).toString();
  },
  'File.size': async (evaluation, call) => (await evaluation.file(receiverOf(call))).sizeBytes,
  'File.name': async (evaluation, call) => (await evaluation.file(receiverOf(call))).name,
  'File.digest': async (evaluation, call) => {
    const { name, mode, digest } = await evaluation.file(receiverOf(call));
    return `sha256:${argument.flag(call, 'excludeMetadata') ? digest : digestOf({ name, mode, digest })}`;
  },
  'File.export': async (evaluation, call, workdir) => {
    const file = await evaluation.file(receiverOf(call));
    return exported(workdir, call, (place) => writeHostFile(evaluation.context.content, file, place));
  },
};

/** The fields of File that answer its own id. */
export const fileActions: Actions = {
  'File.sync': async (evaluation, call) => void (await evaluation.file(receiverOf(call))),
};

/** A file of a tree; links inside the tree are followed. */
function fileIn(tree: Tree, path: string, depth = 0): FileValue {
  const entry = entryAt(tree, path);
  if (entry?.kind === 'link' && depth < 8)
    return fileIn(tree, posix.join(posix.dirname(treePath(path)), entry.target), depth + 1);
  if (entry?.kind !== 'file') return missing(tree, path, 'file');
  return { name: posix.basename(path), mode: entry.mode, digest: entry.digest, sizeBytes: entry.sizeBytes };
}

/** Refuses a path that a directory does not have; tells what stands beside it. */
export function missing(tree: Tree, path: string, kind: string): never {
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
