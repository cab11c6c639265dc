import { type Installed, notInstalled } from '../packages/installed.ts';
import { count } from '../../verdict/evidence.ts';
import { type BroughtPackage, broughtNote } from './brought.ts';
import { otherRunners, without } from './runners/choose.ts';
import type { OwnCalls } from './runners/own-call.ts';
import type { TestRunner } from './runners/runner.ts';

/** The runner of a project, as it is called and with what is brought to it. */
export interface ChosenRunner {
  readonly runner: Pick<TestRunner, 'name' | 'repeatsCall' | 'package' | 'coverage'>;
  readonly calls: OwnCalls;
  readonly brought: BroughtPackage | undefined;
}

/**
 * Why the tests cannot be run with the packages that are installed.
 * @param there what is installed, and the command that adds a package
 * @returns undefined if they can
 */
export function lacking(
  { runner: { package: own, coverage }, brought }: ChosenRunner,
  there: Pick<Installed, 'versions'> & { readonly add: string },
): string | undefined {
  const runner = own === undefined ? undefined : notInstalled(there, { ...own, without }, otherRunners);
  if (runner !== undefined || coverage === undefined || brought !== undefined) return runner;
  return notInstalled(there, { ...coverage, without });
}

/** What a person should know of the run: what was brought, and what of the script was left out. */
export function runNotes({ runner, calls, brought }: ChosenRunner): string[] {
  const left = runner.repeatsCall && calls.number > 1 ? calls.number : 0;
  return [
    ...(brought === undefined ? [] : [broughtNote(brought)]),
    ...(left === 0
      ? []
      : [`the script calls ${runner.name} ${count(left, 'time')}, and this gate the first`]),
  ];
}
