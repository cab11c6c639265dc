import { parseSetupArguments, usage } from './arguments.ts';
import { startDocker } from './docker-daemon.ts';
import { SetupFailed } from './errors.ts';
import { lookAtDocker, lookAtMachine } from './look.ts';
import { installPackages } from './packages.ts';
import { planSetup, type Action } from './plan.ts';

/** Prints a line about a need, in columns. */
function tell(need: string, text: string): void {
  console.log(`${need.padEnd(16)}${text}`);
}

async function answers(): Promise<boolean> {
  return (await lookAtDocker()).status === 'answers';
}

/** Installs everything that is missing in one call of the package manager. */
async function install(actions: readonly Action[]): Promise<void> {
  const missing = actions.filter((action) => action.kind === 'install');
  const packages = missing.flatMap((action) => action.packages);
  if (packages.length === 0) return;
  console.log(`installing ${packages.join(', ')}; this can take some minutes`);
  await installPackages(packages);
  for (const { need, packages: installed } of missing) tell(need, `installed ${installed.join(', ')}`);
}

/** Starts the daemon, where it was down before; its package may have started it. */
async function start(actions: readonly Action[]): Promise<void> {
  const wanted = actions.some(
    ({ need, kind }) => need === 'Docker daemon' && (kind === 'start' || kind === 'install'),
  );
  if (!wanted || (await answers())) return;
  tell('Docker daemon', await startDocker({ answers, report: (line) => tell('Docker daemon', line) }));
}

/** Does what the plan says, and everything that can be done even when something cannot. @returns the exit code */
async function carryOut(actions: readonly Action[]): Promise<number> {
  for (const action of actions) {
    if (action.kind === 'there') tell(action.need, `there: ${action.detail}`);
    if (action.kind === 'not-needed') tell(action.need, `not needed: ${action.detail}`);
  }
  const problems = actions.filter((action) => action.kind === 'problem');
  const failures = problems.map(({ need, ...problem }) => `${need}: ${new SetupFailed(problem).message}`);
  for (const step of [install, start]) {
    try {
      await step(actions);
    } catch (error) {
      if (!(error instanceof SetupFailed)) throw error;
      failures.push(error.message);
    }
  }
  for (const failure of failures) console.error(failure);
  if (failures.length > 0) return 1;
  const done = actions.some(({ kind }) => kind === 'install' || kind === 'start');
  console.log(done ? 'Everything is set up.' : 'Nothing to do: everything is there.');
  return 0;
}

async function main(args: readonly string[]): Promise<number> {
  const request = parseSetupArguments(args);
  switch (request.kind) {
    case 'help':
      console.log(usage);
      return 0;
    case 'refused':
      console.error(
        `Unknown argument: ${request.argument}. Expected --tests, --help or nothing.\n\n${usage}`,
      );
      return 2;
    case 'set-up':
      return carryOut(planSetup(await lookAtMachine(), request));
  }
}

process.exitCode = await main(process.argv.slice(2));
