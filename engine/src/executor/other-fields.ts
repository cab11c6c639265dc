import { digestOf } from '../store/digest.ts';
import type { Call } from '../graph/index.ts';
import { Refused } from './errors.ts';
import { argument, receiverOf, type Evaluation, type Field } from './field.ts';
import { execKey } from './exec.ts';
import type { ServiceValue, Value } from './values.ts';

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
  'Service.start': async (evaluation, call) => ({
    kind: 'service',
    service: await evaluation.service(receiverOf(call)),
  }),
  'Directory.asGit': async (evaluation, call) => ({
    kind: 'git',
    git: { tree: await evaluation.tree(receiverOf(call)) },
  }),
  'GitRepository.head': sameRepository,
  'GitRepository.uncommitted': sameRepository,
};

/** What is asked of a reference or of changes is read from the repository that they belong to. */
async function sameRepository(evaluation: Evaluation, call: Call): Promise<Value> {
  return { kind: 'git', git: await evaluation.git(receiverOf(call)) };
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
  const ports = container.config.ports.map(({ port, protocol }) => `${port}/${protocol}`);
  return {
    key: digestOf({ exec: execKey(container, { command, noInit }), ports }),
    container,
    command,
    noInit,
    privileged: argument.flag(call, 'insecureRootCapabilities'),
  };
}
