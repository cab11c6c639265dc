import type { Fact } from '../../../project/facts/fact.ts';
import { runners as known } from '../../../project/facts/runner-table.ts';
import type { TestRunner as FoundRunner } from '../../../project/facts/test-runners.ts';
import { jest } from './jest.ts';
import { mocha } from './mocha.ts';
import { nodeTest } from './node-test.ts';
import { type OwnCalls, ownCalls } from './own-call.ts';
import type { TestRunner } from './runner.ts';
import { vitest } from './vitest.ts';

/** The runners that the gate can run. */
export const runners: readonly TestRunner[] = [vitest, jest, mocha, nodeTest];

/** How the project can leave the gate out. */
export const without = 'leave test out of the gates in pipeline.json';

/** Packages to mention if one of them is installed instead of the runner. */
export const otherRunners: readonly string[] = known.flatMap(({ packages }) => packages.slice(0, 1));

/** The runner of a project, or why there is none that the gate can run. */
export type RunnerChoice =
  | {
      readonly kind: 'known';
      readonly runner: TestRunner;
      /** What was found of it; undefined where nothing was found, and vitest is asked for. */
      readonly found: FoundRunner | undefined;
    }
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * Chooses the runner of the project's own folder: the first that the gate can run. Where nothing tells of any, such as in
 * a project that leaves its tests to its workspaces, it is vitest, which says itself that it is not installed.
 */
export function chooseRunner(found: readonly Fact<FoundRunner>[]): RunnerChoice {
  const here = found.filter(({ value }) => value.folder === '.');
  for (const { value } of here) {
    const runner = runners.find(({ name }) => name === value.name);
    if (runner !== undefined) return { kind: 'known', runner, found: value };
  }
  const [first] = here;
  if (first === undefined) return { kind: 'known', runner: vitest, found: undefined };
  const by = first.value.name === 'script' ? 'a program that no gate knows' : first.value.name;
  const names = runners.map(({ name }) => name).join(', ');
  return {
    kind: 'unknown',
    reason: `the project's tests run by ${by} (${first.from}), and this gate cannot run it: it runs ${names}; ${without}`,
  };
}

/** How the project's own script calls the runner, or why the gate cannot call it in that way. */
export type CallChoice =
  ({ readonly kind: 'own' } & OwnCalls) | { readonly kind: 'foreign'; readonly reason: string };

/**
 * Looks for the runner's call in the script that runs the tests. A script may call it by another program, which brings
 * a configuration of its own (`react-scripts test`): the runner alone would run other tests, or none.
 */
export function chooseCall(
  { runner, found }: Extract<RunnerChoice, { kind: 'known' }>,
  scripts: ReadonlyMap<string, string>,
): CallChoice {
  const own = ownCalls(scripts, found?.script, runner.calledBy);
  if (own.call !== undefined) return { kind: 'own', ...own };
  const programs = known.find(({ name }) => name === runner.name)?.programs ?? [];
  const foreign = programs.filter((program) => !runner.calledBy.programs.includes(program));
  const called = foreign.find(
    (program) => ownCalls(scripts, found?.script, { programs: [program] }).number > 0,
  );
  if (called === undefined) return { kind: 'own', ...own };
  return {
    kind: 'foreign',
    reason: `the project's tests run by ${called}, which calls ${runner.name}, and this gate cannot run it: ${without}`,
  };
}
