import { constants } from 'node:os';
import type { Blob } from '../../store/content.ts';
import { ExecFailed } from '../common/errors.ts';
import type { ContainerValue, ExecResult } from '../common/values.ts';
import type { Launched } from '../containers/launch.ts';
import type { Context } from '../session/context.ts';
import type { ExecRequest } from './request.ts';

/** ReturnType of the SDK: ANY is 0 to 127 and 192 to 255; between them a signal ended the command. */
export function isExpected(exitCode: number, expect: ExecRequest['expect']): boolean {
  const signalled = exitCode > 127 && exitCode < 192;
  if (expect === 'SUCCESS') return exitCode === 0;
  return !signalled && (expect === 'ANY' || exitCode !== 0);
}

/** A container whose last command ended as expected. @throws {ExecFailed} It ended otherwise. */
export function checked(context: Context, container: ContainerValue, request: ExecRequest): ContainerValue {
  const { exec } = container;
  if (exec && !isExpected(exec.exitCode, request.expect)) throw execFailed(context, request, exec);
  return container;
}

/** The error of a command that ended otherwise than expected, with what Docker knows of its end. */
export async function failureOf(
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

/** The part of an output that an error shows, in characters: its end, where the reason mostly is. */
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
