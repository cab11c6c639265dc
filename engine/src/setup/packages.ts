import { runCommand } from '../images/command.ts';
import { SetupFailed } from './errors.ts';

/** Runs apt-get with nobody to answer its questions; waits for another package manager to finish. */
async function aptGet(args: readonly string[]): Promise<void> {
  const command = ['DEBIAN_FRONTEND=noninteractive', 'apt-get', '-o', 'DPkg::Lock::Timeout=300', ...args];
  const result = await runCommand('env', command);
  if (result.status === 'ended' && result.code === 0) return;
  const told =
    result.status === 'missing'
      ? ''
      : `:\n${(result.stderr + result.stdout).trim().split('\n').slice(-8).join('\n')}\n`;
  throw new SetupFailed({
    happened: `apt-get ${args.join(' ')} failed${told}`,
    expected: "The distribution's packages can be installed",
    next: 'Fix what it names and run npm run setup again',
  });
}

/**
 * Installs packages of the distribution, in one go.
 * @throws {SetupFailed} with the end of apt-get's output
 */
export async function installPackages(packages: readonly string[]): Promise<void> {
  await aptGet(['update']);
  await aptGet(['install', '--yes', '--no-install-recommends', ...packages]);
}
