import { treeOf } from '../../store/tree.ts';
import { filterTree } from '../../store/patterns.ts';
import type { ArchivePart } from '../../store/tar.ts';
import type { Call } from '../../graph/index.ts';
import { Refused } from '../common/errors.ts';
import { argument, receiverOf, type Evaluation, type Field } from './field.ts';
import { runExec } from '../commands/exec.ts';
import { ownerIds } from '../containers/files.ts';
import { fromReference } from '../registry/from.ts';
import { emptyContainer } from '../images/images.ts';
import { pathIn } from '../common/paths.ts';
import type { ContainerValue, Mount, PortValue, RunConfig } from '../common/values.ts';

type Change = (
  container: ContainerValue,
  call: Call,
  evaluation: Evaluation,
) => ContainerValue | Promise<ContainerValue>;

/** A field that answers the container that it was asked of, with a change. */
function changing(change: Change): Field {
  return async (evaluation, call) => {
    const container = await evaluation.container(receiverOf(call));
    return { kind: 'container', container: await change(container, call, evaluation) };
  };
}

function configuring(change: (config: RunConfig, call: Call) => Partial<RunConfig>): Field {
  return changing((container, call) => ({
    ...container,
    config: { ...container.config, ...change(container.config, call) },
  }));
}

/** The fields of Container that answer a container. */
export const containerFields: { readonly [name: string]: Field } = {
  'Query.container': () => Promise.resolve({ kind: 'container', container: emptyContainer }),
  'Container.from': changing(async ({ registryAuth }, call, evaluation) => {
    const service = argument.optionalText(call, 'registryService');
    return fromReference(evaluation.context, argument.text(call, 'address'), {
      registryAuth,
      registry: service === undefined ? undefined : await evaluation.service(service),
    });
  }),
  'Container.withExec': changing(exec),
  'Container.sync': changing((container) => container),
  'Container.withEnvVariable': configuring(({ env }, call) => ({
    env: withVariable(env, argument.text(call, 'name'), argument.text(call, 'value')),
  })),
  'Container.withoutEnvVariable': configuring(({ env }, call) => ({
    env: env.filter((variable) => !variable.startsWith(`${argument.text(call, 'name')}=`)),
  })),
  'Container.withVolatileVariable': changing((container, call) => ({
    ...container,
    volatileVariables: withVariable(
      container.volatileVariables,
      argument.text(call, 'name'),
      argument.text(call, 'value'),
    ),
  })),
  'Container.withWorkdir': changing((container, call) => ({
    ...container,
    config: { ...container.config, workdir: pathIn(container, argument.text(call, 'path')) },
  })),
  'Container.withUser': configuring((_, call) => ({ user: argument.text(call, 'name') })),
  'Container.withLabel': configuring(({ labels }, call) => ({
    labels: { ...labels, [argument.text(call, 'name')]: argument.text(call, 'value') },
  })),
  'Container.withEntrypoint': configuring(({ args }, call) => ({
    entrypoint: argument.texts(call, 'args'),
    args: argument.flag(call, 'keepDefaultArgs') ? args : [],
  })),
  'Container.withDefaultArgs': configuring((_, call) => ({ args: argument.texts(call, 'args') })),
  'Container.withExposedPort': configuring(({ ports }, call) => ({ ports: withPort(ports, portOf(call)) })),
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
  'Container.withMountedCache': changing(async (container, call, evaluation) => {
    const owner = argument.optionalText(call, 'owner');
    return withMount(container, {
      kind: 'cache',
      path: pathIn(container, argument.text(call, 'path')),
      volume: await evaluation.volume(argument.text(call, 'cache')),
      owner: owner === undefined ? undefined : await ownerIds(evaluation.context, container, owner),
      sharing: sharingOf(call),
    });
  }),
  'Container.withMountedFile': changing(async (container, call, evaluation) => {
    const { digest, mode } = await evaluation.file(argument.text(call, 'source'));
    const path = pathIn(container, argument.text(call, 'path'));
    return withMount(container, { kind: 'file', path, digest, executable: (mode & 0o111) !== 0 });
  }),
  'Container.withMountedDirectory': changing(async (container, call, evaluation) => {
    const owner = argument.optionalText(call, 'owner');
    return withMount(container, {
      kind: 'directory',
      path: pathIn(container, argument.text(call, 'path')),
      tree: await evaluation.tree(argument.text(call, 'source')),
      owner: owner === undefined ? undefined : await ownerIds(evaluation.context, container, owner),
    });
  }),
  'Container.withUnixSocket': changing(async (container, call, evaluation) =>
    withMount(container, {
      kind: 'socket',
      path: pathIn(container, argument.text(call, 'path')),
      source: await evaluation.socket(argument.text(call, 'source')),
    }),
  ),
  'Container.withoutUnixSocket': changing(withoutMount),
  'Container.withoutMount': changing(withoutMount),
  'Container.withMountedTemp': changing((container, call) =>
    withMount(container, { kind: 'temp', path: pathIn(container, argument.text(call, 'path')) }),
  ),
  'Container.withMountedSecret': changing(async (container, call, evaluation) => {
    const owner = argument.optionalText(call, 'owner');
    return withMount(container, {
      kind: 'secret',
      path: pathIn(container, argument.text(call, 'path')),
      secret: await evaluation.secret(argument.text(call, 'source')),
      ...(owner === undefined ? { uid: 0, gid: 0 } : await ownerIds(evaluation.context, container, owner)),
      mode: argument.number(call, 'mode') ?? 0o400,
    });
  }),
  'Container.withSecretVariable': changing(async (container, call, evaluation) => {
    const variable = {
      name: variableName(call),
      secret: await evaluation.secret(argument.text(call, 'secret')),
    };
    return { ...container, secretVariables: [...container.secretVariables, variable] };
  }),
  'Container.withServiceBinding': changing(async (container, call, evaluation) => {
    const binding = {
      alias: argument.text(call, 'alias'),
      service: await evaluation.service(argument.text(call, 'service')),
    };
    return { ...container, services: [...container.services, binding] };
  }),
  'Container.withRegistryAuth': changing(async (container, call, evaluation) => {
    const secret = await evaluation.secret(argument.text(call, 'secret'));
    const auth = {
      address: argument.text(call, 'address'),
      username: argument.text(call, 'username'),
      secret,
    };
    return { ...container, registryAuth: [...container.registryAuth, auth] };
  }),
};

async function exec(container: ContainerValue, call: Call, { context }: Evaluation): Promise<ContainerValue> {
  const { entrypoint, args } = container.config;
  const given = argument.texts(call, 'args');
  const own = given.length > 0 ? given : args;
  const command = argument.flag(call, 'useEntrypoint') ? [...entrypoint, ...own] : own;
  if (command.length === 0) throw new Refused('no command has been set: give withExec its args');
  const expect = argument.optionalText(call, 'expect');
  const ran = await runExec(context, container, {
    command,
    stdin: argument.optionalText(call, 'stdin'),
    expect: expect === 'ANY' || expect === 'FAILURE' ? expect : 'SUCCESS',
    noInit: argument.flag(call, 'noInit'),
  });
  return redirected(ran, call);
}

/** The command's output as a file of the container, as `redirectStdout` and `redirectStderr` ask for it. */
function redirected(container: ContainerValue, call: Call): ContainerValue {
  const { exec: result } = container;
  const outputs = { redirectStdout: result?.stdout, redirectStderr: result?.stderr };
  const added = Object.entries(outputs).flatMap(([name, blob]) => {
    const path = argument.optionalText(call, name);
    return path === undefined || blob === undefined
      ? []
      : [fileAt(pathIn(container, path), { ...blob, mode: 0o644 })];
  });
  return { ...container, pending: [...container.pending, ...added] };
}

/** XBD 8.1 of POSIX: what a shell takes as a name. A shell sets it, so anything else would be a command to it. */
function variableName(call: Call): string {
  const name = argument.text(call, 'name');
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    throw new Refused(
      `${name} cannot be the name of a secret variable: use letters, digits and _, not beginning with a digit`,
    );
  return name;
}

function oneFile(
  container: ContainerValue,
  call: Call,
  file: { digest: string; sizeBytes: number; mode: number },
): ArchivePart {
  const mode = argument.number(call, 'permissions') ?? file.mode;
  return fileAt(pathIn(container, argument.text(call, 'path')), { ...file, mode });
}

function fileAt(
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

function withMount(container: ContainerValue, mount: Mount): ContainerValue {
  return { ...container, mounts: [...container.mounts.filter(({ path }) => path !== mount.path), mount] };
}

function withoutMount(container: ContainerValue, call: Call): ContainerValue {
  const place = pathIn(container, argument.text(call, 'path'));
  return { ...container, mounts: container.mounts.filter(({ path }) => path !== place) };
}

function sharingOf(call: Call): 'SHARED' | 'LOCKED' | 'PRIVATE' {
  const sharing = argument.optionalText(call, 'sharing');
  return sharing === 'LOCKED' || sharing === 'PRIVATE' ? sharing : 'SHARED';
}

function withVariable(variables: readonly string[], name: string, value: string): string[] {
  return [...variables.filter((variable) => !variable.startsWith(`${name}=`)), `${name}=${value}`];
}

function withPort(ports: readonly PortValue[], port: PortValue): PortValue[] {
  return [...ports.filter((other) => other.port !== port.port || other.protocol !== port.protocol), port];
}

function portOf(call: Call): PortValue {
  return {
    port: argument.number(call, 'port') ?? 0,
    protocol: argument.optionalText(call, 'protocol') === 'UDP' ? 'UDP' : 'TCP',
    skipHealthcheck: argument.flag(call, 'experimentalSkipHealthcheck'),
  };
}
