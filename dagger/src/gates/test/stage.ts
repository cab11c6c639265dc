import type { Container, Directory } from '@dagger.io/dagger';

import { unavailable } from '../../verdict/evidence.ts';
import { decideRetried, isWorthARetry } from './flaky.ts';
import type { Installed } from '../packages/installed.ts';
import type { Decision } from '../../verdict/model.ts';
import { bringFault, withBrought } from './bring.stage.ts';
import { type BroughtPackage, coverageToBring, measuredBy } from './brought.ts';
import { decideTest } from './decide.ts';
import { environmentNotes, scriptsOf } from './environment-notes.ts';
import { withPostgres } from './postgres.stage.ts';
import { lacking, runNotes } from './preconditions.ts';
import { reportFiles, reports } from './report-files.ts';
import type { RunSettings } from './run-settings.ts';
import { type CallChoice, chooseCall, chooseRunner, type RunnerChoice } from './runners/choose.ts';
import type { TestRunner } from './runners/runner.ts';
import {
  type Installation,
  installationOf,
  installedPackages,
  installFault,
  withDependencies,
  withNotes,
} from '../packages/stage.ts';
import { attempt, evidenceOf, fileIfAny, withPrograms } from '../../tools/attempt.stage.ts';
import { uncachedOnRerun, type Project } from '../../project/project.stage.ts';

/** A project whose tests are run: how it is installed, by which runner, and what is brought to it. */
interface Subject {
  readonly project: Project;
  readonly installation: Installation;
  readonly installed: Installed;
  /** The text of `package.json`. */
  readonly manifest: string;
  readonly runner: TestRunner;
  readonly calls: CallChoice;
  /** What measures the coverage, if the project has nothing that does. */
  readonly brought: BroughtPackage | undefined;
}

async function subjectOf(
  project: Project,
  installation: Installation,
  choice: Extract<RunnerChoice, { kind: 'known' }>,
): Promise<Subject> {
  const { runner } = choice;
  const [installed, manifest] = await Promise.all([
    installedPackages(installation),
    project.source.file('package.json').contents(),
  ]);
  const calls = chooseCall(choice, scriptsOf(manifest));
  const brought = coverageToBring(runner, installed.versions);
  return { project, installation, installed, manifest, runner, calls, brought };
}

/** Runs the tests with coverage, by the project's own runner, and decides on their reports. */
export async function test(project: Project): Promise<Decision> {
  const choice = chooseRunner(project.facts.testRunners);
  if (choice.kind === 'unknown') return unavailable(choice.reason);
  const installation = await installationOf(project);
  const fault = await installFault(installation);
  const decision = fault ?? (await tested(await subjectOf(project, installation, choice)));
  return withNotes(decision, installation);
}

async function tested(subject: Subject): Promise<Decision> {
  const { installation, installed, manifest, runner, brought } = subject;
  const missing = lacking(subject, { versions: installed.versions, add: installation.manager.add });
  if (missing !== undefined) return unavailable(missing);
  const fault = brought === undefined ? undefined : await bringFault(brought);
  if (fault !== undefined) return fault;
  const decision = await untilGreen(subject);
  const told = withNotes(decision, { notes: runNotes(subject) });
  if (told.outcome === 'passed') return told;
  const environment = { runner: runner.name, manifest, scripted: installed.scripted };
  return withNotes(told, { notes: environmentNotes(told, environment) });
}

/** Runs the tests, and again if they are red and the project allows retries. */
async function untilGreen(subject: Subject): Promise<Decision> {
  const { project } = subject;
  const { retries, flaky } = project.configuration.test;
  const tries = [await decisionOf(subject, 0)];
  while (tries.length <= retries && tries.slice(-1).every(isWorthARetry)) {
    tries.push(await decisionOf(subject, tries.length));
  }
  lastTry.set(project, tries.length - 1);
  return decideRetried(tries, flaky);
}

/** Number of the last run of a project's tests, which its reports come from. */
const lastTry = new WeakMap<Project, number>();

async function decisionOf(subject: Subject, number: number): Promise<Decision> {
  const run = testRun(subject, number);
  const evidence = await evidenceOf(run);
  const [json, junit, coverage, scope] = await Promise.all([
    fileIfAny(run, evidence, reportFiles.results),
    fileIfAny(run, evidence, reportFiles.junit),
    fileIfAny(run, evidence, reportFiles.summary),
    fileIfAny(run, evidence, reportFiles.scope),
  ]);
  const { coverage: gate, test: settings } = subject.project.configuration;
  return decideTest(
    { run: evidence, runner: subject.runner, json, junit, coverage, scope },
    { lines: gate.lines, flaky: settings.flaky },
  );
}

/** The runner of a project's tests; undefined if the gate can run none of them. */
export function runnerOf({ facts }: Pick<Project, 'facts'>): TestRunner | undefined {
  const choice = chooseRunner(facts.testRunners);
  return choice.kind === 'known' ? choice.runner : undefined;
}

/** Reports of the tests: `results.json`, `junit.xml` and `coverage/`, each only if the runner wrote it. */
export async function testReports(project: Project): Promise<Directory> {
  const choice = chooseRunner(project.facts.testRunners);
  if (choice.kind === 'unknown') throw new Error(choice.reason);
  const subject = await subjectOf(project, await installationOf(project), choice);
  return testRun(subject, lastTry.get(project) ?? 0).directory(reports);
}

/** @param number number of the run; a further number is a new run, not a cached one */
function testRun(subject: Subject, number: number): Container {
  const { project, installation, installed, runner, calls, brought } = subject;
  const settings = project.configuration.test;
  const dependencies = withDependencies(project, installation);
  const complete = brought === undefined ? dependencies : withBrought(dependencies, brought);
  const base = withPrograms(complete, 'run-tests')
    .withNewFile(`${reportFiles.coverage}/.keep`, '')
    .withEnvVariable('CI', 'true');
  const again = number === 0 ? base : base.withEnvVariable('TEST_RETRY', String(number));
  const fresh = uncachedOnRerun(project, 'test', again);
  const container = settings.postgres ? withPostgres(fresh) : fresh;
  const asked: RunSettings = {
    ...runner.run({
      call: calls.kind === 'own' ? calls.call : undefined,
      measuredBy: measuredBy(runner, installed.versions, brought),
      extra: settings.arguments,
    }),
    scopeFile: reportFiles.scope,
    resultsFile: reportFiles.results,
  };
  const command = ['node', '/programs/run-tests/run-tests.js', JSON.stringify(asked)];
  return attempt(container, command, { seconds: settings.timeoutSeconds, breaks: runner.breakdowns });
}
