import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { z } from 'zod';
import { Refused } from '../executor/index.ts';
import { readHostDirectory } from '../store/host-files.ts';
import type { Resolver, ResolverContext, Source } from './resolver.ts';

const patternsShape = z
  .array(z.string())
  .nullish()
  .transform((value) => value ?? []);
const hostDirectoryShape = z.object({ path: z.string(), include: patternsShape, exclude: patternsShape });

/** The fields that read the caller's machine, by `Type.field`; the module's source is on it, too. */
export const hostResolvers: { readonly [name: string]: Resolver } = {
  'CurrentModule.name': (_, __, { module }) => module?.name ?? '',
  'CurrentModule.source': (_, __, serving) =>
    hostDirectory(serving, serving.module?.source ?? '.', { exclude: ['**/node_modules'] }),
  'Host.directory': (_, given, serving) => {
    const { path, include, exclude } = hostDirectoryShape.parse(given);
    return hostDirectory(serving, path, { include, exclude });
  },
  'Host.unixSocket': (_, given, serving) => {
    const place = resolve(serving.workdir, z.object({ path: z.string() }).parse(given).path);
    if (!statSync(place, { throwIfNoEntry: false })?.isSocket())
      throw new Refused(`${place} is not a socket: give the path of one`);
    return {
      id: serving.graph.add({ type: 'Socket', field: 'Host.unixSocket', arguments: { path: place } }),
    };
  },
  'Host.file': (_, given, serving) => {
    const { path } = z.object({ path: z.string() }).parse(given);
    const place = resolve(serving.workdir, path);
    const stat = statSync(place, { throwIfNoEntry: false });
    if (!stat?.isFile()) throw new Refused(`${place} is not a file: give the path of one`);
    const tree = readHostDirectory(serving.evaluator.context.content, resolve(place, '..'), {
      include: [basename(place)],
    });
    const entry = tree.entries.find((item) => item.path === basename(place));
    if (entry?.kind !== 'file') throw new Refused(`${place} is not a regular file: give the path of one`);
    const { mode, digest: content, sizeBytes } = entry;
    return {
      id: serving.graph.add({
        type: 'File',
        field: 'Host.file',
        arguments: { name: basename(place), mode, content, sizeBytes },
      }),
    };
  },
};

/** Read at once, so that what is evaluated later is what stood there when it was asked for. */
function hostDirectory(
  { evaluator, graph, workdir }: ResolverContext,
  path: string,
  filter: { include?: string[]; exclude?: string[] },
): Source {
  const place = resolve(workdir, path);
  if (!statSync(place, { throwIfNoEntry: false })?.isDirectory())
    throw new Refused(`${place} is not a directory: give the path of one`);
  const { content, records } = evaluator.context;
  const tree = readHostDirectory(content, place, filter);
  records.put('tree', tree.digest, tree);
  return { id: graph.add({ type: 'Directory', field: 'Host.directory', arguments: { tree: tree.digest } }) };
}
