import { z } from 'zod';
import type { Call } from '../../graph/index.ts';
import { digestOf } from '../../store/digest.ts';
import { execKey } from '../commands/exec.ts';
import { Refused } from '../common/errors.ts';
import type { ServiceValue } from '../common/values.ts';
import { emptyContainer } from '../images/images.ts';
import { startService, stopService } from '../services/services.ts';
import { up, type PortPair } from '../services/tunnel.ts';
import { argument, receiverOf, type Actions, type Evaluation, type Fields, type Leaves } from './field.ts';

/** The fields that answer a service. */
export const serviceFields: Fields = {
  'Container.asService': async (evaluation, call) => ({
    kind: 'service',
    service: await service(evaluation, call),
  }),
  'Host.service': (_, call) => Promise.resolve({ kind: 'service', service: hostService(call) }),
};

/** The fields of Service that answer plain data. */
export const serviceLeaves: Leaves = {
  'Service.endpoint': async (evaluation, call) => {
    const service = await evaluation.service(receiverOf(call));
    const { address } = await startService(evaluation.context, service);
    const port = argument.number(call, 'port') ?? service.container.config.ports[0]?.port;
    if (port === undefined) throw new Refused('the service exposes no port: name one by the argument port');
    const scheme = argument.optionalText(call, 'scheme') ?? '';
    return `${scheme === '' ? '' : `${scheme}://`}${address}:${port}`;
  },
  'Service.hostname': async (evaluation, call) =>
    (await startService(evaluation.context, await evaluation.service(receiverOf(call)))).address,
  'Service.up': async (evaluation, call) => {
    await up(evaluation.context, await evaluation.service(receiverOf(call)), portPairs(call));
    return null;
  },
};

/** The fields of Service that answer its own id. */
export const serviceActions: Actions = {
  'Service.sync': async (evaluation, call) => void (await evaluation.service(receiverOf(call))),
  'Service.start': async (evaluation, call) =>
    void (await startService(evaluation.context, await evaluation.service(receiverOf(call)))),
  'Service.stop': async (evaluation, call) =>
    stopService(evaluation.context, await evaluation.service(receiverOf(call)), {
      kill: argument.flag(call, 'kill'),
    }),
};

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
    command: [],
    noInit: false,
    rootCapabilities: false,
    outside,
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

function portPairs(call: Call): PortPair[] {
  const given = call.arguments['ports'];
  const random = argument.flag(call, 'random');
  if (!Array.isArray(given)) return [];
  return given.map(({ frontend, backend }: { frontend?: number; backend: number }) => ({
    backend,
    frontend: random ? 0 : (frontend ?? backend),
  }));
}
