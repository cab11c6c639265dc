import type Dockerode from 'dockerode';
import { localImages, resolveImage, type Credentials, type ResolvedImage } from '../../images/index.ts';
import { goneOr } from '../common/errors.ts';
import type { ContainerValue, PortValue, RunConfig } from '../common/values.ts';
import type { Context } from '../session/context.ts';
import { inheritedShape } from './reconfigure.ts';

/** The configuration of an empty container. */
export const emptyConfig: RunConfig = {
  env: [],
  workdir: '',
  user: '',
  entrypoint: [],
  args: [],
  labels: {},
  ports: [],
  inherited: {},
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
  platform: 'linux/amd64',
};

/** Finds, pulls or makes a base image, and tells this session's user how it was had. */
export async function resolveBase(
  context: Context,
  reference: string,
  credentials?: Credentials,
): Promise<ResolvedImage> {
  return resolveImage(await context.docker(), reference, {
    credentials,
    report: (line) => context.report(line),
    verbose: (line) => context.trace(line),
    signal: context.signal,
    local: localImages(process.env),
  });
}

/** A container from an image that Docker has. Throws {@link ImageGone} when it does not. */
export async function fromImage(context: Context, id: string): Promise<ContainerValue> {
  const docker = await context.docker();
  const found = await docker.getImage(id).inspect().catch(goneOr(id));
  return {
    ...emptyContainer,
    snapshot: { key: `image:${found.Id}`, image: () => Promise.resolve(found.Id) },
    config: runConfig(found.Config),
    platform: `${found.Os}/${found.Architecture}`,
  };
}

function runConfig(config: Partial<Dockerode.ImageInspectInfo['Config']> = {}): RunConfig {
  return {
    env: config.Env ?? [],
    workdir: config.WorkingDir ?? '',
    user: config.User ?? '',
    entrypoint: asList(config.Entrypoint),
    args: config.Cmd ?? [],
    labels: config.Labels ?? {},
    ports: Object.keys(config.ExposedPorts ?? {}).map(portOf),
    inherited: inheritedShape.parse(config),
  };
}

function asList(value: string | string[] | null | undefined): string[] {
  if (value === undefined || value === null) return [];
  return typeof value === 'string' ? [value] : value;
}

/** A service waits for ports that its user exposed alone, as on Dagger's engine: an image names what it may listen on. */
function portOf(text: string): PortValue {
  const [port, protocol] = text.split('/');
  return { port: Number(port), protocol: protocol === 'udp' ? 'UDP' : 'TCP', skipHealthcheck: true };
}
