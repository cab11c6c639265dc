import { z } from 'zod';
import { digestOf } from '../../store/digest.ts';
import type { Call } from '../../graph/index.ts';
import { Refused } from '../common/errors.ts';
import { argument, receiverOf, type Evaluation, type Field } from './field.ts';
import { execKey } from '../commands/exec.ts';
import { emptyContainer } from '../images/images.ts';
import type { ServiceValue, Value } from '../common/values.ts';

/** The fields that answer secrets, volumes, services and git repositories. */
export const otherFields: { readonly [name: string]: Field } = {
  'Query.setSecret': (_, call) =>
    Promise.resolve({
      kind: 'secret',
      secret: { name: argument.text(call, 'name'), key: argument.text(call, 'key') },
    }),
  'Query.cacheVolume': ({ context: { names } }, call) =>
    Promise.resolve({
      kind: 'cache-volume',
      volume: names.volumePrefix + digestOf(argument.text(call, 'key')).slice(0, 32),
    }),
  'Container.asService': async (evaluation, call) => ({
    kind: 'service',
    service: await service(evaluation, call),
  }),
  'Host.unixSocket': (_, call) => Promise.resolve({ kind: 'socket', path: argument.text(call, 'path') }),
  'Host.service': (_, call) => Promise.resolve({ kind: 'service', service: hostService(call) }),
  'Service.start': async (evaluation, call) => ({
    kind: 'service',
    service: await evaluation.service(receiverOf(call)),
  }),
  'Directory.asGit': async (evaluation, call) => ({
    kind: 'git',
    git: { tree: await evaluation.tree(receiverOf(call)) },
  }),
  'GitRepository.head': sameRepository,
  'GitRepository.ref': async (evaluation, call) => ({
    kind: 'git',
    git: { ...(await evaluation.git(receiverOf(call))), ref: argument.text(call, 'name') },
  }),
};

/** What is asked of a reference is read from the repository that it belongs to. */
async function sameRepository(evaluation: Evaluation, call: Call): Promise<Value> {
  return { kind: 'git', git: await evaluation.git(receiverOf(call)) };
}

const portsShape = z.array(z.object({ backend: z.number(), frontend: z.number().optional() })).min(1);

/** Ports of a host: an empty container that exposes them stands for what serves there. */
function hostService(call: Call): ServiceValue {
  const ports = portsShape
    .parse(call.arguments['ports'])
    .map(({ backend, frontend = backend }) => ({ backend, frontend }));
  const outside = { host: argument.optionalText(call, 'host') ?? 'localhost', ports };
  const exposed = ports.map(
    ({ frontend: port }) => ({ port, protocol: 'TCP', skipHealthcheck: true }) as const,
  );
  return {
    key: digestOf({ outside }),
    container: { ...emptyContainer, config: { ...emptyContainer.config, ports: exposed } },
    ...{ command: [], noInit: false, rootCapabilities: false, outside },
  };
}

/** The command is what was given, or the image's own; the entrypoint only when asked for, or when there is nothing else. */
async function service(evaluation: Evaluation, call: Call): Promise<ServiceValue> {
  const container = await evaluation.container(receiverOf(call));
  const { entrypoint, args } = container.config;
  const given = argument.texts(call, 'args');
  const own = given.length > 0 ? given : args;
  const command = argument.flag(call, 'useEntrypoint') ? [...entrypoint, ...own] : own;
  if (command.length === 0)
    throw new Refused('the service has no command: give asService args, or useEntrypoint');
  const noInit = argument.flag(call, 'noInit');
  const rootCapabilities = argument.flag(call, 'insecureRootCapabilities');
  const ports = container.config.ports.map(({ port, protocol }) => `${port}/${protocol}`);
  return {
    key: digestOf({ exec: execKey(container, { command, noInit }), ports, rootCapabilities }),
    container,
    command,
    noInit,
    rootCapabilities,
  };
}
