import type { Fact } from '../../../project/facts/fact.ts';
import { runners as known } from '../../../project/facts/runner-table.ts';
import type { TestRunner as FoundRunner } from '../../../project/facts/test-runners.ts';
import type { TestRunner } from './runner.ts';
import { vitest } from './vitest.ts';

/** The runners that the gate can run. */
export const runners: readonly TestRunner[] = [vitest];

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
