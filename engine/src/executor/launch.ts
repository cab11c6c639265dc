import { chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import type Dockerode from 'dockerode';
import { archiveOf } from '../store/tar.ts';
import type { Context } from './context.ts';
import { removeContainer, sessionLabels } from './docker.ts';
import { dockerStatus, ImageGone, Refused } from './errors.ts';
import { hostTrust } from './host-trust.ts';
import type { ContainerValue, Mount } from './values.ts';

/** How a container is started. */
export interface Launch {
  readonly container: ContainerValue;
  readonly command: readonly string[];
  /** `alias:address` lines for /etc/hosts. */
  readonly hosts: readonly string[];
  readonly stdin: boolean;
  readonly init: boolean;
}

/** A container that was made and not started yet. */
export interface Launched {
  readonly handle: Dockerode.Container;
  /** Removes it, and the files that held its secrets. */
  dispose(): Promise<void>;
}

/** Where the file with secret variables stands in a container. */
const secretEnvironment = '/run/secret-environment';

/**
 * Makes a container with everything in it that its command needs: pending files, mounts, secrets, the host's CA bundle.
 *
 * A secret variable never is a variable of the container: Docker would show it in `inspect` and write it into images.
 * It stands in a file in memory, which /bin/sh reads before it becomes the command.
 *
 * @throws {ImageGone} when Docker does not have the image any more.
 */
export async function launch(context: Context, spec: Launch): Promise<Launched> {
  const docker = await context.docker();
  const image = await spec.container.snapshot.image();
  if (image === undefined)
    throw new Refused('a container with an empty file system has nothing to run: give it a base with `from`');
  const secrets = new SecretFiles(context);
  try {
    const handle = await create(docker, image, options(context, spec, image, secrets));
    const dispose = async (): Promise<void> => {
      secrets.remove();
      await removeContainer(docker, handle.id);
    };
    try {
      if (spec.container.pending.length > 0) {
        await handle.putArchive(archiveOf(context.content, spec.container.pending), { path: '/' });
      }
      return { handle, dispose };
    } catch (error) {
      await dispose();
      throw error;
    }
  } catch (error) {
    secrets.remove();
    throw error;
  }
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
  spec: Launch,
  image: string,
  secrets: SecretFiles,
): Dockerode.ContainerCreateOptions {
  const { config, mounts, secretVariables, volatileVariables } = spec.container;
  const trust = hostTrust(config.env);
  const binds = [...trust.binds, ...mounts.flatMap((mount) => bindOf(mount, secrets))];
  let command = spec.command;
  if (secretVariables.length > 0) {
    const lines = secretVariables.map(
      ({ name, secret }) => `export ${name}=${shellQuoted(context.secrets.text(secret))}\n`,
    );
    binds.push(`${secrets.write(lines.join(''), 0o444)}:${secretEnvironment}:ro`);
    command = ['/bin/sh', '-c', `. ${secretEnvironment} && exec "$@"`, 'sh', ...command];
  }
  const [program = '', ...rest] = command;
  return {
    Image: image,
    Entrypoint: [program],
    Cmd: rest,
    Env: [...trust.env, ...config.env, ...volatileVariables],
    WorkingDir: config.workdir === '' ? '/' : config.workdir,
    User: config.user,
    Labels: sessionLabels(context.session),
    Healthcheck: { Test: ['NONE'] },
    AttachStdin: spec.stdin,
    OpenStdin: spec.stdin,
    StdinOnce: spec.stdin,
    HostConfig: {
      Init: spec.init,
      Binds: binds,
      Tmpfs: Object.fromEntries(
        mounts.filter((mount) => mount.kind === 'temp').map(({ path }) => [path, 'rw,exec,mode=1777']),
      ),
      ExtraHosts: [...spec.hosts],
    },
  };
}

function bindOf(mount: Mount, secrets: SecretFiles): string[] {
  if (mount.kind === 'cache') return [`${mount.volume}:${mount.path}`];
  if (mount.kind === 'temp') return [];
  return [`${secrets.writeSecret(mount)}:${mount.path}:ro`];
}

/** POSIX shell, 2.2.2: everything between single quotes is literal. */
function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** Secrets as files that never reach a disk where there is a file system in memory. */
class SecretFiles {
  readonly #context: Context;
  #folder: string | undefined;
  #count = 0;

  constructor(context: Context) {
    this.#context = context;
  }

  writeSecret(mount: Extract<Mount, { kind: 'secret' }>): string {
    const file = this.write(this.#context.secrets.text(mount.secret), mount.mode);
    if (mount.uid !== 0) chownSync(file, mount.uid, mount.uid);
    return file;
  }

  write(text: string, mode: number): string {
    this.#folder ??= mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'messenger-pipeline-'));
    const file = join(this.#folder, String(this.#count++));
    writeFileSync(file, text, { mode });
    return file;
  }

  remove(): void {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
  }
}
