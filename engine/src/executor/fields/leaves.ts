import { resolve } from 'node:path';
import { globTree } from '../../store/patterns.ts';
import { digestOf } from '../../store/digest.ts';
import { writeHostDirectory, writeHostFile } from '../../store/host-files.ts';
import { entryAt, namesIn, subtree } from '../../store/tree.ts';
import type { Blob } from '../../store/content.ts';
import type { Call } from '../../graph/index.ts';
import { changesetLeaves } from './changeset.ts';
import { Refused } from '../common/errors.ts';
import { argument, receiverOf, type Evaluation, type Leaf } from './field.ts';
import { pathExists } from '../containers/files.ts';
import { commitOfRef } from '../git/refs.ts';
import { healthcheckOf } from '../containers/healthcheck.ts';
import { tarballOf } from '../images/images.ts';
import { publish } from '../registry/publish.ts';
import { startService, stopService } from '../services/services.ts';
import { up, type PortPair } from '../services/tunnel.ts';
import type { ContainerValue } from '../common/values.ts';

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

/** What can be asked of a container. */
const containerLeaves: { readonly [name: string]: Leaf } = {
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
  'Container.exists': ofContainer((container, call, { context }) =>
    pathExists(context, container, argument.text(call, 'path')),
  ),
  'Container.publish': ofContainer(async (container, call, evaluation) => {
    const service = argument.optionalText(call, 'registryService');
    return publish(evaluation.context, container, {
      address: argument.text(call, 'address'),
      variants: await Promise.all(
        argument.texts(call, 'platformVariants').map((id) => evaluation.container(id)),
      ),
      registry: service === undefined ? undefined : await evaluation.service(service),
    });
  }),
  'Container.export': async (evaluation, call, workdir) => {
    const file = await tarballOf(evaluation.context, await evaluation.container(receiverOf(call)));
    return exported(workdir, call, (place) => writeHostFile(evaluation.context.content, file, place));
  },
};

/** What can be asked of directories and files. */
const fileLeaves: { readonly [name: string]: Leaf } = {
  'Directory.entries': async (evaluation, call) => {
    const tree = await evaluation.tree(receiverOf(call));
    const path = argument.optionalText(call, 'path') ?? '';
    const below = subtree(tree, path);
    if (!below) throw new Refused(`${path}: no such directory`);
    return namesIn(below);
  },
  'Directory.glob': async (evaluation, call) =>
    globTree(await evaluation.tree(receiverOf(call)), argument.text(call, 'pattern')),
  'Directory.exists': async (evaluation, call) =>
    entryAt(await evaluation.tree(receiverOf(call)), argument.text(call, 'path')) !== undefined,
  'Directory.digest': async (evaluation, call) =>
    `sha256:${(await evaluation.tree(receiverOf(call))).digest}`,
  'Directory.export': async (evaluation, call, workdir) => {
    const tree = await evaluation.tree(receiverOf(call));
    const wipe = argument.flag(call, 'wipe');
    const { context } = evaluation;
    return exported(workdir, call, (place) => {
      const left = writeHostDirectory(context.content, tree, place, { wipe });
      if (left.length > 0) {
        context.report(
          `export: left out, because they lead out of the directory: ${left.slice(0, 10).join(', ')}`,
        );
      }
    });
  },
  'File.contents': async (evaluation, call) => {
    const file = await evaluation.file(receiverOf(call));
    return evaluation.context.content.read(file.digest).toString();
  },
  'File.size': async (evaluation, call) => (await evaluation.file(receiverOf(call))).sizeBytes,
  'File.name': async (evaluation, call) => (await evaluation.file(receiverOf(call))).name,
  'File.digest': async (evaluation, call) => {
    const { name, mode, digest } = await evaluation.file(receiverOf(call));
    return `sha256:${argument.flag(call, 'excludeMetadata') ? digest : digestOf({ name, mode, digest })}`;
  },
  'File.export': async (evaluation, call, workdir) => {
    const file = await evaluation.file(receiverOf(call));
    return exported(workdir, call, (place) => writeHostFile(evaluation.context.content, file, place));
  },
};

/** What can be asked of services, repositories and secrets. */
const otherLeaves: { readonly [name: string]: Leaf } = {
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
  'GitRef.commit': async (evaluation, call) =>
    commitOfRef(evaluation.context, await evaluation.git(receiverOf(call))),
  'Secret.name': async (evaluation, call) => (await evaluation.secret(receiverOf(call))).name,
  'Secret.plaintext': async (evaluation, call) =>
    evaluation.context.secrets.text(await evaluation.secret(receiverOf(call))),
};

/** Fields that do something and answer the id of the object that they were asked of. */
export const actions: { readonly [name: string]: (evaluation: Evaluation, call: Call) => Promise<void> } = {
  'Container.sync': async (evaluation, call) => void (await evaluation.container(receiverOf(call))),
  'Directory.sync': async (evaluation, call) => void (await evaluation.tree(receiverOf(call))),
  'Changeset.sync': async (evaluation, call) =>
    void (await (await evaluation.changes(receiverOf(call))).sides()),
  'File.sync': async (evaluation, call) => void (await evaluation.file(receiverOf(call))),
  'Service.sync': async (evaluation, call) => void (await evaluation.service(receiverOf(call))),
  'Service.start': async (evaluation, call) =>
    void (await startService(evaluation.context, await evaluation.service(receiverOf(call)))),
  'Service.stop': async (evaluation, call) =>
    stopService(evaluation.context, await evaluation.service(receiverOf(call)), {
      kill: argument.flag(call, 'kill'),
    }),
};

/** All leaves by `Type.field`. */
export const leaves: { readonly [name: string]: Leaf } = {
  ...containerLeaves,
  ...fileLeaves,
  ...changesetLeaves,
  ...otherLeaves,
};

function variable(env: readonly string[], name: string): string | null {
  return env.find((text) => text.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;
}

function exported(workdir: string, call: Call, write: (place: string) => void): string {
  const place = resolve(workdir, argument.text(call, 'path'));
  write(place);
  return place;
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
