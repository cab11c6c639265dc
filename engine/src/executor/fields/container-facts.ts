import type { Blob } from '../../store/content.ts';
import type { Call } from '../../graph/index.ts';
import { Refused } from '../common/errors.ts';
import type { ContainerValue } from '../common/values.ts';
import { healthcheckOf } from '../containers/healthcheck.ts';
import { argument, receiverOf, type Evaluation, type Leaf, type Leaves } from './field.ts';

/** The fields that tell how a container's last command ended, and how it is configured. */
export const containerFactLeaves: Leaves = {
  'Container.stdout': output('stdout'),
  'Container.stderr': output('stderr'),
  'Container.exitCode': ofContainer(({ exec }) => {
    if (!exec) throw new Refused('no command has been set: use withExec before asking for its exit code');
    return exec.exitCode;
  }),
  'Container.user': ofContainer(({ config }) => config.user),
  'Container.workdir': ofContainer(({ config }) => config.workdir),
  'Container.entrypoint': ofContainer(({ config }) => config.entrypoint),
  'Container.defaultArgs': ofContainer(({ config }) => config.args),
  'Container.imageRef': ofContainer(({ reference }) => reference ?? null),
  'Container.platform': ofContainer(({ platform }) => platform),
  'Container.label': ofContainer(({ config }, call) => config.labels[argument.text(call, 'name')] ?? null),
  'Container.labels': ofContainer(({ config }) =>
    Object.entries(config.labels).map(([name, value]) => ({ name, value })),
  ),
  'Container.envVariable': ofContainer(({ config }, call) =>
    variable(config.env, argument.text(call, 'name')),
  ),
  'Container.envVariables': ofContainer(({ config }) =>
    config.env.map((text) => ({
      name: text.split('=', 1)[0] ?? '',
      value: text.slice(text.indexOf('=') + 1),
    })),
  ),
  'Container.exposedPorts': ofContainer(({ config }) =>
    config.ports.map(({ port, protocol, skipHealthcheck }) => ({
      port,
      protocol,
      experimentalSkipHealthcheck: skipHealthcheck,
    })),
  ),
  'Container.dockerHealthcheck': ofContainer(({ config }) => healthcheckOf(config)),
};

function ofContainer(read: (container: ContainerValue, call: Call, evaluation: Evaluation) => unknown): Leaf {
  return async (evaluation, call) => read(await evaluation.container(receiverOf(call)), call, evaluation);
}

function output(which: 'stdout' | 'stderr'): Leaf {
  return ofContainer((container, _, { context }) => {
    const blob: Blob | undefined = container.exec?.[which];
    if (!blob) throw new Refused('no command has been set: use withExec before asking for its output');
    return context.secrets.scrub(context.content.read(blob.digest).toString());
  });
}

function variable(env: readonly string[], name: string): string | null {
  return env.find((text) => text.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;
}
