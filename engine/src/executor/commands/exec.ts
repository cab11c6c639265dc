import { withLock } from '../../images/lock.ts';
import { digestOf } from '../../store/digest.ts';
import { dockerStatus, Refused } from '../common/errors.ts';
import type { ContainerValue, Mount } from '../common/values.ts';
import { launch, type Launched } from '../containers/launch.ts';
import { mountKey } from '../containers/mounts.ts';
import { launchable } from '../images/layers.ts';
import { surroundingsOf } from '../services/services.ts';
import { once, type Context } from '../session/context.ts';
import { checked, failureOf, isExpected } from './outcome.ts';
import type { ExecRequest } from './request.ts';
import { after, findResult, keepResult } from './results.ts';
import { complete } from './run.ts';

/**
 * Runs a command in a container, or finds what an earlier run of the very same left.
 *
 * @returns The container with the command's changes to its files, and its output.
 * @throws {ExecFailed} when it ends with a code that is not expected; such an end is never kept.
 */
export async function runExec(
  context: Context,
  container: ContainerValue,
  request: ExecRequest,
): Promise<ContainerValue> {
  const key = execKey(container, request);
  const finished = context.finished.get(key);
  if (finished) return checked(context, { ...container, ...finished }, request);
  const known = findResult(context, key);
  if (known)
    return checked(
      context,
      after(container, key, known, () => Promise.resolve(known.image)),
      request,
    );
  return once(context, `exec ${key} ${request.expect}`, () => run(context, container, request, key));
}

/**
 * Everything that a command's result depends on. Volatile variables, what is in cache volumes and how a result is judged
 * are not in it; services are there by what they run.
 */
export function execKey(
  container: ContainerValue,
  { command, stdin, noInit }: Omit<ExecRequest, 'expect'>,
): string {
  const { snapshot, pending, config, mounts, secretVariables, services } = container;
  return digestOf({
    files: snapshot.key,
    pending: pending.map(({ tree, path, uid, gid }) => ({ tree: tree.digest, path, uid, gid })),
    env: config.env,
    workdir: config.workdir,
    user: config.user,
    mounts: mounts.map(mountKey),
    secrets: secretVariables.map(({ name, secret }) => ({ name, key: secret.key })),
    services: services.map(({ alias, service }) => ({ alias, key: service.key })),
    command,
    stdin,
    noInit,
  });
}

async function run(
  context: Context,
  given: ContainerValue,
  request: ExecRequest,
  key: string,
): Promise<ContainerValue> {
  context.signal.throwIfAborted();
  const [{ image, container }, surroundings] = await Promise.all([
    launchable(context, given),
    surroundingsOf(context, given.services),
  ]);
  return withVolumes(context, container.mounts, async () => {
    const launched = await launch(context, {
      image,
      container,
      command: request.command,
      ...surroundings,
      stdin: request.stdin !== undefined,
      init: !request.noInit,
      log: false,
    });
    try {
      if (container.secretVariables.length > 0) await needsShell(launched);
      const result = await complete(context, launched, request);
      launched.forget();
      if (!isExpected(result.exitCode, request.expect))
        throw await failureOf(context, request, result, launched);
      return keepResult(context, given, key, { launched, result });
    } catch (error) {
      await launched.dispose();
      throw error;
    }
  });
}

/** Does something while no other command, of this process or another, has the volumes that are for one at a time. */
async function withVolumes<Result>(
  context: Context,
  mounts: readonly Mount[],
  work: () => Promise<Result>,
): Promise<Result> {
  const volumes = mounts.flatMap((mount) =>
    mount.kind === 'cache' && mount.sharing === 'LOCKED' ? [mount.volume] : [],
  );
  // Always in the same order, so that no two commands wait for each other.
  const locked = [...new Set(volumes)]
    .sort()
    .reduceRight<() => Promise<Result>>(
      (inner, volume) => () => withLock(volume, { signal: context.signal }, inner),
      work,
    );
  return locked();
}

async function needsShell({ handle }: Launched): Promise<void> {
  try {
    await handle.infoArchive({ path: '/bin/sh' });
  } catch (error) {
    if (dockerStatus(error) !== 404) throw error;
    throw new Refused(
      'the image has no /bin/sh, which sets secret variables: give the secret as a file by withMountedSecret',
      { cause: error },
    );
  }
}
