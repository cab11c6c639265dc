import type { z } from 'zod';
import { Refused } from '../common/errors.ts';
import { execShape } from '../common/records.ts';
import type { ContainerValue, ExecResult } from '../common/values.ts';
import type { Launched } from '../containers/launch.ts';
import { tracked, type Context } from '../session/context.ts';

const recordKind = 'exec';

/** The result of an earlier run of the same command, if all of it is still there. */
export function findResult(context: Context, key: string): z.infer<typeof execShape> | undefined {
  const record = context.records.get(recordKind, key, execShape);
  const whole =
    record && context.content.has(record.stdout.digest) && context.content.has(record.stderr.digest);
  return whole && !context.gone.has(record.image) ? record : undefined;
}

/** A command's result, whose files Docker stores while others go on with it already. */
export function keepResult(
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
      "Docker stored a command's files and returned no image id: its API differs from the documented version 1.41",
    );
  context.records.put(recordKind, key, { image: answer.Id, ...result });
  context.gone.delete(answer.Id);
  return answer.Id;
}

/** A container as a command left it. */
export function after(
  container: ContainerValue,
  key: string,
  { exitCode, stdout, stderr }: ExecResult,
  image: () => Promise<string>,
  stopped?: string,
): ContainerValue {
  const snapshot = { key: `exec:${key}`, image, ...(stopped === undefined ? {} : { container: stopped }) };
  return { ...container, snapshot, pending: [], exec: { exitCode, stdout, stderr } };
}
