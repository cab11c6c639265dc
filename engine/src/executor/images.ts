import { PassThrough } from 'node:stream';
import type Dockerode from 'dockerode';
import { resolveImage } from '../images/index.ts';
import { digestOf } from '../store/digest.ts';
import { archiveOf } from '../store/tar.ts';
import { inBackground, once, type Context } from './context.ts';
import { cacheRepository, removeContainer, sessionLabels } from './docker.ts';
import { dockerStatus, ImageGone, Refused } from './errors.ts';
import { blobShape } from './records.ts';
import type { ContainerValue, FileValue, PortValue, RunConfig } from './values.ts';

/** How a container with nothing in it is run. */
export const emptyConfig: RunConfig = {
  env: [],
  workdir: '',
  user: '',
  entrypoint: [],
  args: [],
  labels: {},
  ports: [],
};

/** A container with an empty file system. */
export const emptyContainer: ContainerValue = {
  snapshot: { key: 'empty', image: () => Promise.resolve(undefined) },
  pending: [],
  config: emptyConfig,
  mounts: [],
  secretVariables: [],
  volatileVariables: [],
  services: [],
  registryAuth: [],
};

/** A container from an image by its reference: pulled, or made from packages where no registry answers. */
export async function fromReference(context: Context, reference: string): Promise<ContainerValue> {
  return once(context, `image ${reference}`, async () => {
    const docker = await context.docker();
    const { imageId } = await resolveImage(docker, reference, {
      report: (line) => context.report(line),
      verbose: (line) => context.trace(line),
      signal: context.signal,
    });
    return { ...(await fromImage(context, imageId)), reference };
  });
}

/** A container from an image that Docker has. Throws {@link ImageGone} when it does not. */
export async function fromImage(context: Context, id: string): Promise<ContainerValue> {
  const docker = await context.docker();
  try {
    const { Id, Config } = await docker.getImage(id).inspect();
    return {
      ...emptyContainer,
      snapshot: { key: `image:${Id}`, image: () => Promise.resolve(Id) },
      config: runConfig(Config),
    };
  } catch (error) {
    if (dockerStatus(error) === 404) throw new ImageGone(id);
    throw error;
  }
}

function runConfig(config: Dockerode.ImageInspectInfo['Config']): RunConfig {
  return {
    env: config.Env ?? [],
    workdir: config.WorkingDir ?? '',
    user: config.User ?? '',
    entrypoint: asList(config.Entrypoint),
    args: config.Cmd ?? [],
    labels: config.Labels ?? {},
    ports: Object.keys(config.ExposedPorts ?? {}).map(portOf),
  };
}

function asList(value: string | string[] | null | undefined): string[] {
  if (value === undefined || value === null) return [];
  return typeof value === 'string' ? [value] : value;
}

function portOf(text: string): PortValue {
  const [port, protocol] = text.split('/');
  return { port: Number(port), protocol: protocol === 'udp' ? 'UDP' : 'TCP', skipHealthcheck: false };
}

/**
 * An image in Docker that has a container's files and configuration.
 *
 * @returns The image's id. An image that nothing was changed of is answered as it is, so that its digest stays.
 */
export async function imageOf(context: Context, container: ContainerValue): Promise<string> {
  const { snapshot, pending, config } = container;
  if (container.mounts.length + container.secretVariables.length > 0 && pending.length > 0) {
    throw new Refused(
      'a container with mounts or secrets cannot become an image: take the files that are wanted into a new one',
    );
  }
  const image = await snapshot.image();
  const unchanged =
    image !== undefined &&
    pending.length === 0 &&
    sameConfig((await fromImage(context, image)).config, config);
  if (unchanged) return image;
  const parts = pending.map(({ tree, path, uid, gid }) => ({ tree: tree.digest, path, uid, gid }));
  const key = digestOf({
    image: snapshot.key,
    parts,
    config: { ...config, ports: config.ports.map(({ port, protocol }) => ({ port, protocol })) },
  });
  return once(context, `commit ${key}`, () => commit(context, container, image, key));
}

function sameConfig(a: RunConfig, b: RunConfig): boolean {
  const plain = ({ ports, ...rest }: RunConfig): string =>
    digestOf({ ...rest, ports: ports.map(({ port, protocol }) => `${port}/${protocol}`) });
  return plain(a) === plain(b);
}

async function commit(
  context: Context,
  container: ContainerValue,
  image: string | undefined,
  key: string,
): Promise<string> {
  if (image === undefined)
    throw new Refused('an image with no base cannot be made here: begin with `from` or `dockerBuild`');
  const docker = await context.docker();
  const { config, pending } = container;
  const handle = await docker.createContainer({
    ...dockerConfig(config),
    Image: image,
    Labels: { ...config.labels, ...sessionLabels(context.session) },
  });
  try {
    if (pending.length > 0) await handle.putArchive(archiveOf(context.content, pending), { path: '/' });
    const answer = (await handle.commit({ repo: cacheRepository, tag: key.slice(0, 40), pause: false })) as {
      Id: string;
    };
    return answer.Id;
  } finally {
    await inBackground(context, removeContainer(docker, handle.id));
  }
}

function dockerConfig(config: RunConfig): Dockerode.ContainerCreateOptions {
  return {
    Env: [...config.env],
    WorkingDir: config.workdir,
    User: config.user,
    Entrypoint: [...config.entrypoint],
    Cmd: [...config.args],
    ExposedPorts: Object.fromEntries(
      config.ports.map(({ port, protocol }) => [`${port}/${protocol.toLowerCase()}`, {}]),
    ),
  };
}

/** The image as an archive that `docker load` and scanners read. */
export async function tarballOf(context: Context, container: ContainerValue): Promise<FileValue> {
  const id = await imageOf(context, container);
  const known = context.records.get('tarball', digestOf(id), blobShape);
  if (known && context.content.has(known.digest)) return { name: 'image.tar', mode: 0o644, ...known };
  const docker = await context.docker();
  const stream = await docker.getImage(id).get();
  const blob = await context.content.putStream(stream.pipe(new PassThrough()));
  context.records.put('tarball', digestOf(id), blob);
  return { name: 'image.tar', mode: 0o644, ...blob };
}
