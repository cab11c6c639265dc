import type { Project } from '../../project/project.stage.ts';
import { beforeCommands, commandNotes, type NeededCommand } from '../needs/commands.ts';
import { dockerNote } from '../needs/docker.stage.ts';
import { scriptsOf } from '../needs/scripts.ts';
import type { Installed } from '../packages/installed.ts';
import { type Installation, installedPackages } from '../packages/stage.ts';
import { type BroughtPackage, coverageToBring } from './brought.ts';
import type { TestEnvironment } from './environment-notes.ts';
import { runNotes } from './preconditions.ts';
import { type CallChoice, chooseCall, type RunnerChoice } from './runners/choose.ts';
import type { TestRunner } from './runners/runner.ts';

/** A project whose tests are run: how it is installed, by which runner, and what is brought to it. */
export interface Subject {
  readonly project: Project;
  readonly installation: Installation;
  readonly installed: Installed;
  /** The text of `package.json`. */
  readonly manifest: string;
  readonly runner: TestRunner;
  readonly calls: CallChoice;
  /** What measures the coverage, if the project has nothing that does. */
  readonly brought: BroughtPackage | undefined;
  /** What runs directly before the tests. */
  readonly before: readonly NeededCommand[];
}

/** What the tests of a project are, with its packages installed. */
export async function subjectOf(
  project: Project,
  installation: Installation,
  choice: Extract<RunnerChoice, { kind: 'known' }>,
): Promise<Subject> {
  const { runner } = choice;
  const [installed, manifest] = await Promise.all([
    installedPackages(project, installation),
    project.source.file('package.json').contents(),
  ]);
  const scripts = scriptsOf(manifest);
  const calls = chooseCall(choice, scripts);
  const brought = coverageToBring(runner, installed.versions);
  const before = beforeCommands(project.configuration.test.before, scripts);
  return { project, installation, installed, manifest, runner, calls, brought, before };
}

/** What a person should know of any run of the tests. */
export function subjectNotes(subject: Subject): string[] {
  const { docker } = subject.project.configuration;
  return [...runNotes(subject), ...commandNotes(subject.before), ...(docker ? [dockerNote] : [])];
}

/** Where the tests ran, for notes on a run that is not green. */
export function environmentOf(
  { project, runner, manifest, installed, before }: Subject,
  output: string,
): TestEnvironment {
  const { env, services, test } = project.configuration;
  return {
    runner: runner.name,
    manifest,
    scripted: installed.scripted,
    ran: before.some(({ from }) => from !== undefined) ? ['pretest'] : [],
    user: test.user,
    output,
    examples: project.facts.environment,
    set: Object.keys(env),
    services: Object.values(services).map(({ port }) => port),
  };
}
