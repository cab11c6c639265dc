import { type ChildProcess, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

const repository = new URL('../../../', import.meta.url).pathname;

/** How a call of the command line ended. */
export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Calls the module through the local engine's command line, as `npm run call -- ...` does.
 *
 * @param args What stands after `call`.
 */
export function call(...args: readonly string[]): Promise<Ended> {
  return callWith({}, ...args);
}

/** The same with variables of its own, such as another DOCKER_HOST. */
export async function callWith(
  variables: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<Ended> {
  const child = spawn(process.execPath, ['engine/src/call.ts', '--progress', 'plain', ...args], {
    cwd: repository,
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exitCode = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { exitCode: await exitCode, stdout, stderr };
}

/** Starts the same, to be interrupted or killed; what it prints is not read. Gone when its `close` comes. */
export function start(...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['engine/src/call.ts', '--progress', 'plain', ...args], {
    cwd: repository,
    stdio: 'ignore',
  });
}
