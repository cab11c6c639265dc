import { access, constants, glob } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import Dockerode from 'dockerode';
import { createRegistryProbe } from '../images/registry.ts';
import type { DockerState, Machine } from './machine.ts';
import { readIfThere } from './pid-file.ts';

/** Registries that the pipeline's images come from. */
const registries = ['registry-1.docker.io', 'gcr.io'];

/** The time within which a daemon must answer, in milliseconds. */
const answerTimeoutMs = 5000;

/** Folders of programs that are not on every user's PATH. */
const systemFolders = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

async function isFile(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}

/** The first of some programs that is there. */
async function findProgram(names: readonly string[], env = process.env): Promise<string | undefined> {
  const folders = [...(env.PATH ?? '').split(delimiter), ...systemFolders].filter((folder) => folder !== '');
  for (const path of names.flatMap((name) => folders.map((folder) => join(folder, name)))) {
    if (await isFile(path, constants.X_OK)) return path;
  }
  return undefined;
}

async function findPath(pattern: string): Promise<string | undefined> {
  for await (const path of glob(pattern)) return path;
  return undefined;
}

/** PostgreSQL's server programs; Debian keeps them off the PATH, by version. */
async function findPostgresql(): Promise<string | undefined> {
  return (await findPath('/usr/lib/postgresql/*/bin/initdb')) ?? (await findProgram(['initdb']));
}

/** `ID` and `ID_LIKE` of os-release(5). */
export function parseDistribution(text: string | undefined): string[] {
  const value = (key: string) => new RegExp(`^${key}="?([^"\n]*)"?$`, 'm').exec(text ?? '')?.[1] ?? '';
  return `${value('ID')} ${value('ID_LIKE')}`.split(' ').filter((word) => word !== '');
}

/** Asks the Docker daemon whether it is there. */
export async function lookAtDocker(
  docker = new Dockerode({ timeout: answerTimeoutMs }),
  env = process.env,
): Promise<DockerState> {
  try {
    const { Version } = await docker.version();
    return { status: 'answers', version: Version };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EACCES') return { status: 'denied' };
    if (env.DOCKER_HOST !== undefined && env.DOCKER_HOST !== '')
      return { status: 'elsewhere', host: env.DOCKER_HOST };
    if (code === 'ENOENT' || code === 'ECONNREFUSED') {
      return { status: 'down', installed: (await findProgram(['dockerd'])) !== undefined };
    }
    return { status: 'silent' };
  }
}

/** Looks at each need by itself. */
export async function lookAtMachine(): Promise<Machine> {
  const answers = createRegistryProbe();
  const [docker, silent, mmdebstrap, debianKeyring, postgresql, chromium, pip, jq, release] =
    await Promise.all([
      lookAtDocker(),
      Promise.all(registries.map(async (host) => ((await answers(host)) ? [] : [host]))),
      findProgram(['mmdebstrap']),
      findPath('/usr/share/keyrings/debian-archive-keyring.{gpg,pgp}'),
      findPostgresql(),
      findProgram(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']),
      findProgram(['pip3', 'pip']),
      findProgram(['jq']),
      readIfThere('/etc/os-release'),
    ]);
  return {
    platform: process.platform,
    arch: process.arch,
    distribution: parseDistribution(release),
    root: process.getuid?.() === 0,
    docker,
    silentRegistries: silent.flat(),
    mmdebstrap,
    debianKeyring,
    postgresql,
    chromium,
    pip,
    jq,
  };
}
