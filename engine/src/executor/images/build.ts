import { digestOf } from '../../store/digest.ts';
import { filterTree } from '../../store/patterns.ts';
import { archiveOf } from '../../store/tar.ts';
import { entryAt, treeOf, treePath, type Tree } from '../../store/tree.ts';
import { once, type Context } from '../session/context.ts';
import { withImages, withoutSyntax } from './dockerfile.ts';
import { Refused } from '../common/errors.ts';
import { fromImage, resolveBase } from './images.ts';
import { buildShape } from '../common/records.ts';
import type { ContainerValue, SecretValue } from '../common/values.ts';
import { imageFrom } from './build-answer.ts';
import { buildWithSecrets } from './build-secrets.ts';

/** The arguments of `dockerBuild`. */
export interface BuildRequest {
  /** Path of the Dockerfile in the context. */
  readonly dockerfile: string;
  readonly target?: string | undefined;
  readonly buildArgs: readonly { readonly name: string; readonly value: string }[];
  readonly platform?: string | undefined;
  /** Secrets that steps may mount, by their names. */
  readonly secrets: readonly SecretValue[];
}

/** The Dockerfile with the bases that this machine has, and which images these are. */
interface Prepared {
  readonly text: string;
  readonly bases: readonly string[];
}

/** Builds an image from a Dockerfile by Docker's BuildKit, or finds the one that the same input built before. */
export async function buildImage(
  context: Context,
  source: Tree,
  request: BuildRequest,
): Promise<ContainerValue> {
  const file = entryAt(source, request.dockerfile);
  if (file?.kind !== 'file')
    throw new Refused(
      `there is no Dockerfile at ${request.dockerfile} in the directory: name it by the argument dockerfile`,
    );
  const tree = withoutIgnored(context, source, request.dockerfile);
  const prepared = await prepare(context, context.content.read(file.digest).toString(), request);
  const key = digestOf({
    tree: tree.digest,
    text: prepared.text,
    bases: prepared.bases,
    target: request.target,
    args: request.buildArgs.map(({ name, value }) => ({ name, value })),
    platform: request.platform,
    // Their names alone: what an image is made of is no secret, as BuildKit's own keys have it.
    ...(request.secrets.length === 0 ? {} : { secrets: request.secrets.map(({ name }) => name).sort() }),
  });
  return once(context, `build ${key}`, async () => {
    const known = context.records.get('build', key, buildShape);
    if (known && !context.gone.has(known.image)) return fromImage(context, known.image);
    const make = (): Promise<string> => build(context, tree, prepared, request, key);
    const image = await make().catch((error: unknown) => {
      if (!lostContext(error)) throw error;
      return make();
    });
    context.records.put('build', key, { image });
    context.gone.delete(image);
    return fromImage(context, image);
  });
}

/**
 * Whether BuildKit cleared away the context that it had received before it read it, as it may when its store is pruned
 * at that moment. No Dockerfile is at fault: the build is asked for once more.
 */
function lostContext(error: unknown): boolean {
  return error instanceof Refused && /build-context-\w+": context not found/.test(error.message);
}

/** Files that .dockerignore leaves out are no part of the build, so they are no part of the key either. */
function withoutIgnored(context: Context, source: Tree, dockerfile: string): Tree {
  const file = entryAt(source, `${dockerfile}.dockerignore`) ?? entryAt(source, '.dockerignore');
  if (file?.kind !== 'file') return source;
  const lines = context.content.read(file.digest).toString().split('\n');
  return filterTree(source, {
    exclude: lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#')),
  });
}

/** Replaces, in a copy, each image that was made on this machine: no registry has it under the name in the file. */
async function prepare(context: Context, text: string, { buildArgs }: BuildRequest): Promise<Prepared> {
  const bases = new Set<string>();
  let isOffline = false;
  const given = new Map(buildArgs.map(({ name, value }) => [name, value]));
  const renamed = await withImages(text, given, async (image) => {
    const base = await resolveBase(context, image);
    bases.add(base.imageId);
    if (base.origin !== 'made') return undefined;
    isOffline = true;
    return base.localName;
  });
  return { text: isOffline ? withoutSyntax(renamed) : renamed, bases: [...bases].sort() };
}

async function build(
  context: Context,
  tree: Tree,
  prepared: Prepared,
  request: BuildRequest,
  key: string,
): Promise<string> {
  const docker = await context.docker();
  // In its own place: under another name it would be one more file for `COPY . .` to take.
  const dockerfile = treeOf([
    {
      kind: 'file',
      path: treePath(request.dockerfile),
      mode: 0o644,
      ...context.content.put(prepared.text),
    },
  ]);
  const archive = archiveOf(context.content, [
    { tree, path: '/' },
    { tree: dockerfile, path: '/' },
  ]);
  const options = {
    version: '2' as const,
    t: `${context.names.cacheRepository}:${key.slice(0, 40)}`,
    dockerfile: treePath(request.dockerfile),
    ...(request.target === undefined ? {} : { target: request.target }),
    ...(request.platform === undefined ? {} : { platform: request.platform }),
    buildargs: Object.fromEntries(request.buildArgs.map(({ name, value }) => [name, value])),
    abortSignal: context.signal,
  };
  const secrets = new Map(request.secrets.map((secret) => [secret.name, context.secrets.text(secret)]));
  return buildWithSecrets(docker, { archive, options, secrets }, (answer) => imageFrom(context, answer));
}
