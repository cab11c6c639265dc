import type { Call } from '../../graph/index.ts';
import { digestOf } from '../../store/digest.ts';
import { Refused } from '../common/errors.ts';
import { pathIn } from '../common/paths.ts';
import type { ContainerValue, Mount } from '../common/values.ts';
import { ownerIds } from '../containers/owner-ids.ts';
import { changing } from './container-change.ts';
import { argument, type Fields } from './field.ts';

/** The fields that put something around a container which is no part of its files: mounts, secrets, services. */
export const containerMountFields: Fields = {
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
  'Container.withoutSecretVariable': changing((container, call) => ({
    ...container,
    secretVariables: container.secretVariables.filter(({ name }) => name !== argument.text(call, 'name')),
  })),
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
  'Query.cacheVolume': ({ context: { names } }, call) =>
    Promise.resolve({
      kind: 'cache-volume',
      volume: names.volumePrefix + digestOf(argument.text(call, 'key')).slice(0, 32),
    }),
};

/** XBD 8.1 of POSIX: what a shell takes as a name. A shell sets it, so anything else would be a command to it. */
function variableName(call: Call): string {
  const name = argument.text(call, 'name');
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    throw new Refused(
      `${name} cannot be the name of a secret variable: use letters, digits and _, not beginning with a digit`,
    );
  return name;
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
