import type { Call } from '../../graph/index.ts';
import { filterTree } from '../../store/patterns.ts';
import type { ArchivePart } from '../../store/tar.ts';
import { treeOf } from '../../store/tree.ts';
import { pathIn } from '../common/paths.ts';
import type { ContainerValue, Value } from '../common/values.ts';
import { ownerIds } from '../containers/owner-ids.ts';
import { pathExists, readDirectory, readFile } from '../containers/files.ts';
import { changing } from './container-change.ts';
import { argument, receiverOf, type Evaluation, type Fields, type Leaves } from './field.ts';

/** The fields that add files to a container, or read them. */
export const containerFileFields: Fields = {
  'Container.withDirectory': changing(async (container, call, evaluation) => {
    const source = await evaluation.tree(argument.text(call, 'source'));
    const tree = filterTree(source, {
      include: argument.texts(call, 'include'),
      exclude: argument.texts(call, 'exclude'),
    });
    return withFiles(evaluation, container, call, {
      tree,
      path: pathIn(container, argument.text(call, 'path')),
    });
  }),
  'Container.withFile': changing(async (container, call, evaluation) => {
    const file = await evaluation.file(argument.text(call, 'source'));
    return withFiles(evaluation, container, call, oneFile(container, call, file));
  }),
  'Container.withNewFile': changing((container, call, evaluation) => {
    const blob = evaluation.context.content.put(argument.text(call, 'contents'));
    return withFiles(evaluation, container, call, oneFile(container, call, { ...blob, mode: 0o644 }));
  }),
  'Container.directory': (evaluation, call) => directoryAt(evaluation, call, argument.text(call, 'path')),
  'Container.rootfs': (evaluation, call) => directoryAt(evaluation, call, '/'),
  'Container.file': async (evaluation, call) => {
    const container = await evaluation.container(receiverOf(call));
    return { kind: 'file', file: await readFile(evaluation.context, container, argument.text(call, 'path')) };
  },
};

/** The fields that answer plain data about the files of a container. */
export const containerFileLeaves: Leaves = {
  'Container.exists': async (evaluation, call) => {
    const container = await evaluation.container(receiverOf(call));
    return pathExists(evaluation.context, container, argument.text(call, 'path'));
  },
};

async function directoryAt(evaluation: Evaluation, call: Call, path: string): Promise<Value> {
  const container = await evaluation.container(receiverOf(call));
  return { kind: 'directory', tree: await readDirectory(evaluation.context, container, path) };
}

function oneFile(
  container: ContainerValue,
  call: Call,
  file: { digest: string; sizeBytes: number; mode: number },
): ArchivePart {
  const mode = argument.number(call, 'permissions') ?? file.mode;
  return fileAt(pathIn(container, argument.text(call, 'path')), { ...file, mode });
}

/** A file to be laid over a container at an absolute path. */
export function fileAt(
  place: string,
  { digest, sizeBytes, mode }: { digest: string; sizeBytes: number; mode: number },
): ArchivePart {
  const slash = place.lastIndexOf('/');
  const tree = treeOf([{ kind: 'file', path: place.slice(slash + 1), mode, digest, sizeBytes }]);
  return { tree, path: place.slice(0, slash) || '/' };
}

async function withFiles(
  { context }: Evaluation,
  container: ContainerValue,
  call: Call,
  part: ArchivePart,
): Promise<ContainerValue> {
  const owner = argument.optionalText(call, 'owner');
  const ids = owner === undefined ? {} : await ownerIds(context, container, owner);
  return { ...container, pending: [...container.pending, { ...part, ...ids }] };
}
