import type { Project } from '../../project/project.stage.ts';
import { beforeCommands, commandNotes, type NeededCommand } from '../needs/commands.ts';
import { dockerNote } from '../needs/docker.stage.ts';
import { scriptsOf } from '../needs/scripts.ts';
import { type Installed, unscripted } from '../packages/installed.ts';
import { type Installation, installedPackages } from '../packages/stage.ts';
import { type BroughtPackage, coverageToBring } from './brought.ts';
import type { TestEnvironment } from './environment-notes.ts';
import { runNotes } from './preconditions.ts';
import { chooseRunner, type RunnerChoice } from './runners/choose.ts';
import type { OwnCalls } from './runners/own-call.ts';
import type { TestRunner } from './runners/runner.ts';

/** A project whose tests are run: how it is installed, by which runner, and what is brought to it. */
export interface Subject {
  readonly project: Project;
  readonly installation: Installation;
  readonly installed: Installed;
  /** The text of `package.json`. */
  readonly manifest: string;
  readonly runner: TestRunner;
  readonly calls: OwnCalls;
  /** What measures the coverage, if the project has nothing that does. */
  readonly brought: BroughtPackage | undefined;
  /** What runs directly before the tests. */
  readonly before: readonly NeededCommand[];
}

/** What runs the tests, with the text of `package.json`. */
type Choice = RunnerChoice & { readonly manifest: string };

/** What runs a project's tests, by what was found, by its scripts and by its settings. */
export async function choiceOf({ source, facts, configuration }: Project): Promise<Choice> {
  const manifest = await source.file('package.json').contents();
  const found = { found: facts.testRunners, scripts: scriptsOf(manifest), settings: configuration.test };
  return { ...chooseRunner(found), manifest };
}

/** What the tests of a project are, with its packages installed. */
export async function subjectOf(
  project: Project,
  installation: Installation,
  { runner, calls, manifest }: Extract<Choice, { kind: 'known' }>,
): Promise<Subject> {
  const installed = await installedPackages(project, installation);
  const brought = coverageToBring(runner, installed.versions);
  // The project's manager runs `pretest` itself where the gate leaves the whole script to it.
  const scripts = runsWhole(runner) ? new Map<string, string>() : scriptsOf(manifest);
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
  { project, installation, runner, manifest, installed, before }: Subject,
  output: string,
): TestEnvironment {
  const { env, services, test } = project.configuration;
  return {
    runner: runner.name,
    ranWhole: runsWhole(runner),
    manifest,
    scripted: unscripted({ installed, installation }),
    ran: before.some(({ from }) => from !== undefined) ? ['pretest'] : [],
    user: test.user,
    output,
    examples: project.facts.environment,
    set: Object.keys(env),
    services: Object.values(services).map(({ port }) => port),
  };
}

function runsWhole({ whenUncounted }: Subject['runner']): boolean {
  return whenUncounted !== undefined;
}
