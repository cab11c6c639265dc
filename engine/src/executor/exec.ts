import type { z } from 'zod';
import { digestOf, type Digestible } from '../store/digest.ts';
import type { Blob } from '../store/content.ts';
import { inBackground, once, type Context } from './context.ts';
import { cacheRepository } from './docker.ts';
import { dockerStatus, ExecFailed, Refused } from './errors.ts';
import { launch, type Launched } from './launch.ts';
import { capture } from './output.ts';
import { execShape } from './records.ts';
import { startServices } from './services.ts';
import type { ContainerValue, ExecResult, Mount } from './values.ts';

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
 * Everything that a command's result depends on. Volatile variables, the names of mounts' volumes and how a result is
 * judged are not in it; services are there by what they run.
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

function mountKey(mount: Mount): Digestible {
  if (mount.kind === 'secret') return { kind: mount.kind, path: mount.path, key: mount.secret.key };
  return mount.kind === 'cache'
    ? { kind: mount.kind, path: mount.path, volume: mount.volume }
    : { kind: mount.kind, path: mount.path };
}

function find(context: Context, key: string): z.infer<typeof execShape> | undefined {
  const record = context.records.get(recordKind, key, execShape);
  const whole =
    record && context.content.has(record.stdout.digest) && context.content.has(record.stderr.digest);
  return whole && !context.gone.has(record.image) ? record : undefined;
}

async function run(
  context: Context,
  container: ContainerValue,
  request: ExecRequest,
  key: string,
): Promise<ContainerValue> {
  context.signal.throwIfAborted();
  const hosts = await startServices(context, container.services);
  const launched = await launch(context, {
    container,
    command: request.command,
    hosts,
    stdin: request.stdin !== undefined,
    init: !request.noInit,
  });
  try {
    const result = await complete(context, launched, request);
    if (!isExpected(result.exitCode, request.expect)) throw await failure(context, request, result, launched);
    const image = inBackground(context, store(context, launched, key, result));
    image.catch(() => undefined);
    return after(container, key, result, () => image, launched.handle.id);
  } catch (error) {
    await launched.dispose();
    throw error;
  }
}

async function complete(context: Context, { handle }: Launched, request: ExecRequest): Promise<ExecResult> {
  const output = await capture(context, handle, request.stdin);
  const abort = (): void => void handle.kill().catch(() => undefined);
  context.signal.addEventListener('abort', abort, { once: true });
  try {
    await handle.start();
    const { StatusCode } = (await handle.wait()) as { StatusCode: number };
    context.signal.throwIfAborted();
    return { exitCode: StatusCode, ...(await output.done) };
  } catch (error) {
    const code = notRunnable(error);
    if (code === undefined) throw error;
    const stderr = error instanceof Error ? error.message : String(error);
    return { exitCode: code, stdout: context.content.put(''), stderr: context.content.put(`${stderr}\n`) };
  } finally {
    context.signal.removeEventListener('abort', abort);
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
  return execFailed(context, request, result, State.OOMKilled ? 'out of memory' : undefined);
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
  const tag = key.slice(0, 40);
  const answer = (await handle.commit({ repo: cacheRepository, tag, pause: false })) as { Id?: string };
  if (answer.Id === undefined)
    throw new Refused(
      "Docker stored a command's files and told no image id: its API answered otherwise than version 1.41 documents",
    );
  context.records.put(recordKind, key, { image: answer.Id, ...result });
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
