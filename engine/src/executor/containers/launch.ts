import type Dockerode from 'dockerode';
import { archiveOf, type ArchivePart } from '../../store/tar.ts';
import { emptyTree } from '../../store/tree.ts';
import type { Context } from '../session/context.ts';
import { ownedBy, removeContainer } from '../docker/client.ts';
import { dockerStatus, ImageGone } from '../common/errors.ts';
import { bundlePath, hostTrust } from './host-trust.ts';
import { directoryParts } from './mounts.ts';
import { withPrivateVolumes } from './private-volumes.ts';
import { rootOptions, type RootRights } from '../docker/root-rights.ts';
import { SecretFiles } from '../secrets/secret-files.ts';
import type { ContainerValue, Mount } from '../common/values.ts';

/** How a container is started. */
export interface Launch {
  /** The image to start from, with everything in it that would lie under a mount; see `baseOf`. */
  readonly image: string;
  readonly container: ContainerValue;
  readonly command: readonly string[];
  /** `alias:address` lines for /etc/hosts. */
  readonly hosts: readonly string[];
  /** The networks on which it stands, at least one: what is on none of them it does not reach. */
  readonly networks: readonly string[];
  readonly stdin: boolean;
  readonly init: boolean;
  /** Whether Docker keeps what it prints. */
  readonly log: boolean;
  /** How it gets every right on this machine; absent where it gets none. */
  readonly rights?: RootRights | undefined;
}

/** A container that was made and not started yet. */
export interface Launched {
  readonly handle: Dockerode.Container;
  /** Removes the files that held its secrets. */
  forget(): void;
  /** Removes it, and the files that held its secrets. */
  dispose(): Promise<void>;
}

/** Where the file with secret variables stands in a container. */
const secretEnvironment = '/run/secret-environment';

/** What may stand in a container beside its mounts while it runs, and after. */
export const ownMounts: readonly string[] = [bundlePath, secretEnvironment];

/**
 * Makes a container with everything in it that its command needs: pending files, mounts, secrets, the host's CA bundle.
 *
 * A secret variable never is a variable of the container: Docker would show it in `inspect` and write it into images.
 * It stands in a file in memory, which /bin/sh reads before it becomes the command.
 *
 * @throws {ImageGone} when Docker does not have the image any more.
 */
export async function launch(context: Context, spec: Launch): Promise<Launched> {
  const { pending } = spec.container;
  const docker = await context.docker();
  context.signal.throwIfAborted();
  const secrets = new SecretFiles(context.names);
  const forget = (): void => secrets.remove();
  try {
    const go = await context.goSettings();
    const { handle, owned } = await withPrivateVolumes(context, spec.container.mounts, async (mounts) => ({
      owned: [...(await newOwnedVolumes(docker, mounts)), ...directoryParts(mounts)],
      handle: await create(docker, spec.image, options(context, { ...spec, mounts }, secrets, go)),
    }));
    const dispose = async (): Promise<void> => {
      forget();
      await removeContainer(docker, handle.id);
    };
    try {
      await joinFurther(docker, handle, spec.networks);
      if (pending.length > 0) await handle.putArchive(archiveOf(context.content, pending), { path: '/' });
      if (owned.length > 0) await handle.putArchive(archiveOf(context.content, owned), { path: '/' });
      return { handle, forget, dispose };
    } catch (error) {
      await dispose();
      throw error;
    }
  } catch (error) {
    forget();
    throw error;
  }
}

/** Docker 20.10 makes a container on one network; on all others it is put before it starts. */
async function joinFurther(
  docker: Dockerode,
  { id }: Dockerode.Container,
  [, ...further]: readonly string[],
): Promise<void> {
  for (const network of further) await docker.getNetwork(network).connect({ Container: id });
}

async function create(
  docker: Dockerode,
  image: string,
  spec: Dockerode.ContainerCreateOptions,
): Promise<Dockerode.Container> {
  try {
    return await docker.createContainer(spec);
  } catch (error) {
    if (dockerStatus(error) === 404) throw new ImageGone(image);
    throw error;
  }
}

function options(
  context: Context,
  spec: Launch & { readonly mounts: readonly Mount[] },
  secrets: SecretFiles,
  go: readonly string[],
): Dockerode.ContainerCreateOptions {
  const { mounts, networks } = spec;
  const { config, secretVariables, volatileVariables } = spec.container;
  const trust = hostTrust(config.env, go);
  const binds = [...trust.binds, ...mounts.flatMap((mount) => bindOf(context, mount, secrets))];
  let command = spec.command;
  if (secretVariables.length > 0) {
    const lines = secretVariables.map(
      ({ name, secret }) => `export ${name}=${shellQuoted(context.secrets.text(secret))}\n`,
    );
    const file = secrets.write(lines.join(''), { uid: 0, gid: 0, mode: 0o444 });
    binds.push(`${file}:${secretEnvironment}:ro`);
    command = ['/bin/sh', '-c', `. ${secretEnvironment} && exec "$@"`, 'sh', ...command];
  }
  const [program = '', ...rest] = command;
  return {
    ...ownedBy(context.names, context.session),
    Image: spec.image,
    Entrypoint: [program],
    Cmd: rest,
    Env: [...trust.env, ...config.env, ...volatileVariables],
    WorkingDir: config.workdir === '' ? '/' : config.workdir,
    User: config.user,
    Healthcheck: { Test: ['NONE'] },
    AttachStdin: spec.stdin,
    OpenStdin: spec.stdin,
    StdinOnce: spec.stdin,
    HostConfig: {
      Init: spec.init,
      Binds: binds,
      Mounts: mounts
        .filter((mount) => mount.kind === 'directory')
        .map(({ path }) => ({ Type: 'volume', Source: '', Target: path, VolumeOptions: withoutCopy })),
      Tmpfs: Object.fromEntries(
        mounts.filter((mount) => mount.kind === 'temp').map(({ path }) => [path, 'rw,exec,mode=1777']),
      ),
      ExtraHosts: [...spec.hosts],
      NetworkMode: networks[0],
      ...(spec.rights === undefined ? {} : rootOptions(spec.rights)),
      // A command's output is collected as it comes: a second copy would hold what was not scrubbed.
      ...(spec.log ? {} : { LogConfig: { Type: 'none', Config: {} } }),
    },
  };
}

/** Docker's `nocopy`: a volume begins empty, whatever the image has at its place. */
const withoutCopy = { NoCopy: true, Labels: {}, DriverConfig: { Name: '', Options: {} } };

function bindOf(context: Context, mount: Mount, secrets: SecretFiles): string[] {
  switch (mount.kind) {
    case 'cache':
      return [`${mount.volume}:${mount.path}:nocopy`];
    case 'file':
      return [`${context.content.fileOf(mount.digest, mount)}:${mount.path}:ro`];
    case 'socket':
      return [`${mount.source}:${mount.path}`];
    case 'secret':
      return [`${secrets.write(context.secrets.text(mount.secret), mount)}:${mount.path}:ro`];
    case 'directory':
    case 'temp':
      return [];
  }
}

/** POSIX shell, 2.2.2: everything between single quotes is literal. */
function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** The roots of volumes that Docker is about to make and that shall belong to somebody: one that is there keeps its owner. */
async function newOwnedVolumes(docker: Dockerode, mounts: readonly Mount[]): Promise<ArchivePart[]> {
  const found = mounts.map(async (mount): Promise<ArchivePart[]> => {
    if (mount.kind !== 'cache' || mount.owner === undefined) return [];
    if (await volumeExists(docker, mount.volume)) return [];
    return [{ tree: emptyTree, path: mount.path, ...mount.owner }];
  });
  return (await Promise.all(found)).flat();
}

async function volumeExists(docker: Dockerode, name: string): Promise<boolean> {
  try {
    await docker.getVolume(name).inspect();
    return true;
  } catch (error) {
    if (dockerStatus(error) === 404) return false;
    throw error;
  }
}
