import { constants } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type Dockerode from 'dockerode';
import { z } from 'zod';
import { withLock } from '../../images/lock.ts';
import { digestOf } from '../../store/digest.ts';
import type { Blob } from '../../store/content.ts';
import { once, tracked, type Context } from '../session/context.ts';
import { killContainer } from '../docker/client.ts';
import { dockerStatus, ExecFailed, Refused } from '../common/errors.ts';
import { launchable } from '../images/images.ts';
import { launch, type Launched } from '../containers/launch.ts';
import { mountKey } from '../containers/mounts.ts';
import { capture } from './output.ts';
import { execShape } from '../common/records.ts';
import { surroundingsOf } from '../services/services.ts';
import type { ContainerValue, ExecResult, Mount } from '../common/values.ts';

/** What `withExec` was asked to do. */
export interface ExecRequest {
  readonly command: readonly string[];
  readonly stdin?: string | undefined;
  /** Which exit codes are no error. */
  readonly expect: 'SUCCESS' | 'FAILURE' | 'ANY';
  readonly noInit: boolean;
}

const recordKind = 'exec';

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
  if (finished) return check(context, { ...container, ...finished }, request);
  const known = find(context, key);
  if (known)
    return check(
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

function find(context: Context, key: string): z.infer<typeof execShape> | undefined {
  const record = context.records.get(recordKind, key, execShape);
  const whole =
    record && context.content.has(record.stdout.digest) && context.content.has(record.stderr.digest);
  return whole && !context.gone.has(record.image) ? record : undefined;
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
        throw await failure(context, request, result, launched);
      return kept(context, given, key, { launched, result });
    } catch (error) {
      await launched.dispose();
      throw error;
    }
  });
}

/** A command's result, whose files Docker stores while others go on with it already. */
function kept(
  context: Context,
  container: ContainerValue,
  key: string,
  { launched, result }: { readonly launched: Launched; readonly result: ExecResult },
): ContainerValue {
  const stored = tracked(context, store(context, launched, key, result));
  const value = after(container, key, result, () => stored, launched.handle.id);
  const { snapshot, pending, exec } = value;
  context.finished.set(key, { snapshot, pending, ...(exec === undefined ? {} : { exec }) });
  const forget = (): void => void context.finished.delete(key);
  stored.then(forget, forget);
  return value;
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

async function complete(context: Context, { handle }: Launched, request: ExecRequest): Promise<ExecResult> {
  const { signal } = context;
  const docker = await context.docker();
  signal.throwIfAborted();
  const output = await capture(context, handle, request.stdin);
  // What fails here fails as well where the container is waited for.
  const kill = (): void => void killContainer(docker, handle.id).catch(() => undefined);
  signal.addEventListener('abort', kill, { once: true });
  // Nobody reads on when the output cannot be stored: the command would wait for ever.
  output.done.catch(kill);
  try {
    await handle.start();
    if (signal.aborted) kill();
    const exitCode = await Promise.race([waited(handle), output.done.then(() => ended(handle))]);
    signal.throwIfAborted();
    return { exitCode, ...(await output.done) };
  } catch (error) {
    signal.throwIfAborted();
    const code = notRunnable(error);
    if (code === undefined) throw error;
    const stderr = error instanceof Error ? error.message : String(error);
    return { exitCode: code, stdout: context.content.put(''), stderr: context.content.put(`${stderr}\n`) };
  } finally {
    signal.removeEventListener('abort', kill);
  }
}

async function waited(handle: Dockerode.Container): Promise<number> {
  return z.object({ StatusCode: z.number() }).parse(await handle.wait()).StatusCode;
}

/** Pause between two looks at a command whose output has ended, in milliseconds. */
const lookEveryMs = 500;

/** How a command ended whose output has: a daemon that died leaves the answer to `wait` open, and fails here. */
async function ended(handle: Dockerode.Container): Promise<number> {
  for (;;) {
    const { State } = await handle.inspect();
    if (!State.Running) return State.ExitCode;
    await delay(lookEveryMs);
  }
}

/** A program that is not there is 127, one that may not be run 126, as in a shell (POSIX 2.8.2). */
function notRunnable(error: unknown): number | undefined {
  if (dockerStatus(error) !== 400 && dockerStatus(error) !== 404 && dockerStatus(error) !== 500)
    return undefined;
  const text = error instanceof Error ? error.message : '';
  if (/executable file not found|no such file or directory/i.test(text)) return 127;
  return /permission denied/i.test(text) ? 126 : undefined;
}

/** ReturnType of the SDK: ANY is 0 to 127 and 192 to 255; between them a signal ended the command. */
function isExpected(exitCode: number, expect: ExecRequest['expect']): boolean {
  const signalled = exitCode > 127 && exitCode < 192;
  if (expect === 'SUCCESS') return exitCode === 0;
  return !signalled && (expect === 'ANY' || exitCode !== 0);
}

function check(context: Context, container: ContainerValue, request: ExecRequest): ContainerValue {
  const { exec } = container;
  if (exec && !isExpected(exec.exitCode, request.expect)) throw execFailed(context, request, exec);
  return container;
}

async function failure(
  context: Context,
  request: ExecRequest,
  result: ExecResult,
  { handle }: Launched,
): Promise<ExecFailed> {
  const { State } = await handle.inspect();
  const signal = result.exitCode - 128;
  const name = Object.entries(constants.signals).find(([, number]) => number === signal)?.[0];
  const killed = name === undefined ? undefined : `ended by ${name}`;
  return execFailed(context, request, result, State.OOMKilled ? 'out of memory' : killed);
}

/** What an error shows of an output, in characters: its end, where the reason mostly stands. */
const shownCharacters = 1_000_000;

function execFailed(
  context: Context,
  { command }: ExecRequest,
  result: ExecResult,
  hint?: string,
): ExecFailed {
  const text = (blob: Blob): string =>
    context.secrets.scrub(context.content.read(blob.digest).toString().slice(-shownCharacters));
  const shown = command.map((part) => context.secrets.scrub(part));
  return new ExecFailed({
    command: shown,
    exitCode: result.exitCode,
    stdout: text(result.stdout),
    stderr: text(result.stderr),
    hint,
  });
}

async function store(
  context: Context,
  { handle }: Launched,
  key: string,
  result: ExecResult,
): Promise<string> {
  const repo = context.names.cacheRepository;
  const answer = (await handle.commit({ repo, tag: key.slice(0, 40), pause: false })) as { Id?: string };
  if (answer.Id === undefined)
    throw new Refused(
      "Docker stored a command's files and told no image id: its API answered otherwise than version 1.41 documents",
    );
  context.records.put(recordKind, key, { image: answer.Id, ...result });
  context.gone.delete(answer.Id);
  return answer.Id;
}

function after(
  container: ContainerValue,
  key: string,
  { exitCode, stdout, stderr }: ExecResult,
  image: () => Promise<string>,
  stopped?: string,
): ContainerValue {
  const snapshot = { key: `exec:${key}`, image, ...(stopped === undefined ? {} : { container: stopped }) };
  return { ...container, snapshot, pending: [], exec: { exitCode, stdout, stderr } };
}
