import { writeHostFile } from '../../store/host-files.ts';
import type { Call } from '../../graph/index.ts';
import { Refused } from '../common/errors.ts';
import { pathIn } from '../common/paths.ts';
import type { ContainerValue } from '../common/values.ts';
import { runExec } from '../commands/exec.ts';
import { emptyContainer } from '../images/images.ts';
import { tarballOf } from '../images/layers.ts';
import { fromReference } from '../registry/from.ts';
import { publish } from '../registry/publish.ts';
import { changing } from './container-change.ts';
import { containerConfigurationFields } from './container-configuration.ts';
import { containerFactLeaves } from './container-facts.ts';
import { containerFileFields, containerFileLeaves, fileAt } from './container-files.ts';
import { containerMountFields } from './container-mounts.ts';
import {
  argument,
  exported,
  receiverOf,
  type Actions,
  type Evaluation,
  type Fields,
  type Leaves,
} from './field.ts';

/** The fields of Container that answer an object. */
export const containerFields: Fields = {
  'Query.container': () => Promise.resolve({ kind: 'container', container: emptyContainer }),
  'Container.from': changing(async ({ registryAuth }, call, evaluation) => {
    const service = argument.optionalText(call, 'registryService');
    return fromReference(evaluation.context, argument.text(call, 'address'), {
      registryAuth,
      registry: service === undefined ? undefined : await evaluation.service(service),
    });
  }),
  'Container.withExec': changing(exec),
  'Container.asTarball': async (evaluation, call) => ({
    kind: 'file',
    file: await tarballOf(evaluation.context, await evaluation.container(receiverOf(call))),
  }),
  ...containerConfigurationFields,
  ...containerFileFields,
  ...containerMountFields,
};

/** The fields of Container that answer plain data. */
export const containerLeaves: Leaves = {
  'Container.publish': async (evaluation, call) => {
    const container = await evaluation.container(receiverOf(call));
    const service = argument.optionalText(call, 'registryService');
    return publish(evaluation.context, container, {
      address: argument.text(call, 'address'),
      variants: await Promise.all(
        argument.texts(call, 'platformVariants').map((id) => evaluation.container(id)),
      ),
      registry: service === undefined ? undefined : await evaluation.service(service),
    });
  },
  'Container.export': async (evaluation, call, workdir) => {
    const file = await tarballOf(evaluation.context, await evaluation.container(receiverOf(call)));
    return exported(workdir, call, (place) => writeHostFile(evaluation.context.content, file, place));
  },
  ...containerFactLeaves,
  ...containerFileLeaves,
};

/** The fields of Container that answer its own id. */
export const containerActions: Actions = {
  'Container.sync': async (evaluation, call) => void (await evaluation.container(receiverOf(call))),
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
