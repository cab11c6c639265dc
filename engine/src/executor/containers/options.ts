import { existsSync } from 'node:fs';
import type Dockerode from 'dockerode';
import type { ContainerValue, Mount } from '../common/values.ts';
import { ownedBy } from '../docker/client.ts';
import { rootOptions, type RootRights } from '../docker/root-rights.ts';
import type { SecretFiles } from '../secrets/secret-files.ts';
import type { Context } from '../session/context.ts';
import { bundlePath, hostTrust } from './host-trust.ts';

/** The way to start a container. */
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
  /** The way to give it every right on this machine; absent for an ordinary container. */
  readonly rights?: RootRights | undefined;
}

/** The path of the file with secret variables in a container. */
const secretEnvironment = '/run/secret-environment';

/** Paths that the engine adds to a container beside its mounts, while it runs and after. */
export const ownMounts: readonly string[] = [bundlePath, secretEnvironment];

/**
 * The options with which Docker makes a container. Writes its secrets to files.
 *
 * @param go How this machine's Go is configured, `NAME=value`.
 */
export function containerOptions(
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
      ...(spec.rights === undefined ? loopback : rootOptions(spec.rights)),
      // A command's output is collected as it comes: a second copy would hold what was not scrubbed.
      ...(spec.log ? {} : { LogConfig: { Type: 'none', Config: {} } }),
    },
  };
}

/** Gives a container `::1`, as a developer's machine has it: Docker's networks are without IPv6 unless they ask for it. */
const loopback = existsSync('/proc/sys/net/ipv6/conf/lo/disable_ipv6')
  ? { Sysctls: { 'net.ipv6.conf.lo.disable_ipv6': '0' } }
  : {};

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
