import type { Fact } from '../../../project/facts/fact.ts';
import { runners as known } from '../../../project/facts/runner-table.ts';
import type { TestRunner as FoundRunner } from '../../../project/facts/test-runners.ts';
import type { TestSettings } from '../../../project/settings/test.ts';
import { ava } from './ava.ts';
import { jest } from './jest.ts';
import { mocha } from './mocha.ts';
import { nodeTest } from './node-test.ts';
import { ownCommand } from './own-command.ts';
import { type OwnCalls, ownCalls } from './own-call.ts';
import type { TestRunner } from './runner.ts';
import { nameReports, scriptRunner } from './script.ts';
import { vitest } from './vitest.ts';

/** The runners that the gate can run. */
export const runners: readonly TestRunner[] = [vitest, jest, mocha, nodeTest, ava];

/** How the project can leave the gate out. */
export const without = 'leave test out of the gates in pipeline.json';

/** Packages to mention if one of them is installed instead of the runner. */
export const otherRunners: readonly string[] = known.flatMap(({ packages }) => packages.slice(0, 1));

/** The runner of a project as it is called, or why there is none that the gate can run. */
export type RunnerChoice =
  | { readonly kind: 'known'; readonly runner: TestRunner; readonly calls: OwnCalls }
  | { readonly kind: 'unknown'; readonly reason: string };

/** What tells of a project's tests. */
export interface TestSources {
  readonly found: readonly Fact<FoundRunner>[];
  /** The scripts of package.json at the top. */
  readonly scripts: ReadonlyMap<string, string>;
  readonly settings: Pick<TestSettings, 'command' | 'junit' | 'coverage'>;
}

const uncalled: OwnCalls = { call: undefined, number: 0 };

/**
 * Chooses the runner of the project's own folder: the command that pipeline.json names, the first runner that the gate can
 * run, else the script as it is. Where nothing tells of any, such as in a project that leaves its tests to its workspaces,
 * it is vitest, which says itself that it is not installed.
 */
export function chooseRunner({ found, scripts, settings }: TestSources): RunnerChoice {
  const { command, ...reports } = settings;
  if (command !== undefined)
    return { kind: 'known', runner: ownCommand({ command, ...reports }), calls: uncalled };
  const here = found.filter(({ value }) => value.folder === '.');
  for (const { value } of here) {
    const runner = runners.find(({ name }) => name === value.name);
    if (runner !== undefined) return called(runner, value, scripts);
  }
  const [first] = here;
  if (first === undefined) return { kind: 'known', runner: vitest, calls: uncalled };
  const { script } = first.value;
  if (script !== undefined) return asIs({ ...first.value, script }, scripts);
  return {
    kind: 'unknown',
    reason: `the project has ${first.value.name} (${first.from}), and no script that runs it: add a script test, or ${nameReports}, or ${without}`,
  };
}

/**
 * A runner as the script calls it. A script may call it by another program, which brings a configuration of its own
 * (`react-scripts test`): the runner alone would run other tests, or none, so that the script runs as it is.
 */
function called(runner: TestRunner, found: FoundRunner, scripts: ReadonlyMap<string, string>): RunnerChoice {
  const { script } = found;
  const calls = ownCalls(scripts, script, runner.calledBy);
  if (script === undefined || calls.call !== undefined) return { kind: 'known', runner, calls };
  const programs = known.find(({ name }) => name === runner.name)?.programs ?? [];
  const foreign = programs.filter((program) => !runner.calledBy.programs.includes(program));
  const isForeign = ownCalls(scripts, script, { programs: foreign }).number > 0;
  return isForeign ? asIs({ ...found, script }, scripts) : { kind: 'known', runner, calls };
}

function asIs(
  found: FoundRunner & { readonly script: string },
  scripts: ReadonlyMap<string, string>,
): RunnerChoice {
  return { kind: 'known', runner: scriptRunner(found, scripts), calls: uncalled };
}
