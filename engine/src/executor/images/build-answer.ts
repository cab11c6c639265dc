import { followBuild } from '../../images/index.ts';
import { ExecFailed, Refused } from '../common/errors.ts';
import { readableAnswer } from '../docker/streams.ts';
import type { Context } from '../session/context.ts';

/**
 * Follows a build to its end.
 * @returns the id of the image
 * @throws {ExecFailed} when a step's command failed
 * @throws {Refused} when the build ended for another reason
 */
export async function imageFrom(context: Context, stream: NodeJS.ReadableStream): Promise<string> {
  const lines: string[] = [];
  try {
    return await followBuild(readableAnswer(stream), (line) => {
      lines.push(context.secrets.scrub(line));
      context.trace(context.secrets.scrub(line));
    });
  } catch (error) {
    context.signal.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    throw failure(context.secrets.scrub(reason), lines);
  }
}

/** The message of either kind of BuildKit for a command that failed. */
const commandFailed =
  /(?:executor failed running \[(?<old>[^]+)\]|process "(?<command>[^]+)" did not complete successfully): exit code: (?<code>\d+)/;

/** A command's failure is one of an exec, as Dagger has it; all else that ends a build is no command's. */
function failure(reason: string, lines: readonly string[]): Error {
  const { old, command = old, code } = commandFailed.exec(reason)?.groups ?? {};
  if (command === undefined) return new Refused(`the image could not be built: ${reason}`);
  const stderr = `${lines.slice(-60).join('\n')}\n${reason}\n`;
  return new ExecFailed({ command: [command], exitCode: Number(code), stdout: '', stderr });
}
