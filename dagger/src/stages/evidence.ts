import type { Container } from '@dagger.io/dagger';
import { ReturnType } from '@dagger.io/dagger';

import type { Evidence } from '../verdict/evidence.ts';

/**
 * Runs a command whose report is the point, whatever its exit code, under a deadline: a tool that hangs is told apart
 * from one that found something.
 * @param seconds after which the command is ended; 10 s later it is killed
 */
export function attempt(container: Container, args: string[], seconds = 600): Container {
  const command = ['timeout', '--kill-after=10', String(seconds), ...args];
  return container.withExec(command, { expect: ReturnType.Any });
}

/** Exit code and output of the last command, as facts for a decision. */
export async function evidenceOf(container: Container): Promise<Evidence> {
  const [exitCode, stdout, stderr] = await Promise.all([
    container.exitCode(),
    container.stdout(),
    container.stderr(),
  ]);
  return { exitCode, stdout, stderr };
}

/**
 * A file that a command may have written, or undefined where it has not.
 * @param entries names in the file's directory, so that a file that is absent is not confused with an engine's error
 */
export async function fileIfAny(
  container: Container,
  directory: string,
  name: string,
): Promise<string | undefined> {
  const reports = container.directory(directory);
  const entries = await reports.entries();
  return entries.includes(name) ? reports.file(name).contents() : undefined;
}
