import type { Call } from '../../graph/index.ts';
import { pathIn } from '../common/paths.ts';
import type { PortValue, RunConfig } from '../common/values.ts';
import { changing } from './container-change.ts';
import { argument, type Field, type Fields } from './field.ts';

function configuring(change: (config: RunConfig, call: Call) => Partial<RunConfig>): Field {
  return changing((container, call) => ({
    ...container,
    config: { ...container.config, ...change(container.config, call) },
  }));
}

/** The fields that set how a container is run. */
export const containerConfigurationFields: Fields = {
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
};

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
