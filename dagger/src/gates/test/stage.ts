import type { Container, Directory } from '@dagger.io/dagger';

import { unavailable } from '../../verdict/evidence.ts';
import { decideRetried, isWorthARetry } from './flaky.ts';
import { foundWords, type Installed } from '../packages/installed.ts';
import { decideEach, eachFolder } from '../parts.stage.ts';
import { testFolders } from './parts.ts';
import { partOf } from '../../project/workspace.stage.ts';
import type { Decision } from '../../verdict/model.ts';
import { bringFault, withBrought } from './bring.stage.ts';
import { type BroughtPackage, coverageToBring, measuredBy } from './brought.ts';
import { decideTest } from './decide.ts';
import { environmentNotes, scriptsOf } from './environment-notes.ts';
import { missingPrograms } from './missing-programs.ts';
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
  placeOf,
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
    installedPackages(project, installation),
    project.source.file('package.json').contents(),
  ]);
  const calls = chooseCall(choice, scriptsOf(manifest));
  const brought = coverageToBring(runner, installed.versions);
  return { project, installation, installed, manifest, runner, calls, brought };
}

/** Runs the tests of each part with coverage, by its own runner, and decides on their reports. */
export async function test(project: Project): Promise<Decision> {
  const installation = await installationOf(project);
  const fault = await installFault(installation);
  const decision =
    fault ??
    (await decideEach(project, testFolders(project.facts), async (part) => {
      const choice = chooseRunner(part.facts.testRunners);
      if (choice.kind === 'unknown') return { tools: [], decision: unavailable(choice.reason) };
      const tests = await tested(await subjectOf(part, installation, choice));
      return { tools: [choice.runner.tool], decision: tests };
    }));
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
  lastTry.set(keyOf(project), tries.length - 1);
  return decideRetried(tries, flaky);
}

/** Number of the last run of the tests in each folder, which their reports come from. */
const lastTry = new Map<string, number>();

/** Runs of one call are told from others by the moment at which it began. */
function keyOf({ startedAt, folder }: Project): string {
  return `${startedAt} ${folder}`;
}

async function decisionOf(subject: Subject, number: number): Promise<Decision> {
  const run = testRun(subject, number);
  const evidence = await evidenceOf(run);
  const [json, junit, coverage, scope] = await Promise.all([
    fileIfAny(run, evidence, reportFiles.results),
    fileIfAny(run, evidence, reportFiles.junit),
    fileIfAny(run, evidence, reportFiles.summary),
    fileIfAny(run, evidence, reportFiles.scope),
  ]);
  const { coverage: gate, test: settings, node } = subject.project.configuration;
  const decision = decideTest(
    { run: evidence, runner: subject.runner, json, junit, coverage, scope },
    { lines: gate.lines, flaky: settings.flaky },
  );
  if (decision.outcome === 'passed') return decision;
  return withNotes(decision, {
    notes: missingPrograms([evidence.stdout, evidence.stderr, json, junit], node),
  });
}

/** The reports of one part's tests. */
export interface PartReports {
  readonly folder: string;
  readonly runner: TestRunner;
  /** `results.json`, `junit.xml` and `coverage/`, each only if the runner wrote it. */
  readonly files: Directory;
}

/** Reports of the tests of each part. A part whose runner the gate cannot run has none. */
export async function testReports(project: Project): Promise<PartReports[]> {
  const installation = await installationOf(project);
  const parts = await eachFolder(testFolders(project.facts), async (folder) => {
    const part = await partOf(project, folder);
    const choice = chooseRunner(part.facts.testRunners);
    if (choice.kind === 'unknown') return [];
    const run = testRun(await subjectOf(part, installation, choice), lastTry.get(keyOf(part)) ?? 0);
    return [{ folder, runner: choice.runner, files: run.directory(reports) }];
  });
  return parts.flat();
}

/** @param number number of the run; a further number is a new run, not a cached one */
function testRun(subject: Subject, number: number): Container {
  const { project, installation, installed, runner, calls, brought } = subject;
  const settings = project.configuration.test;
  const dependencies = withDependencies(project, installation);
  const root = placeOf(project.workspace);
  const complete =
    brought === undefined ? dependencies : withBrought(dependencies, brought, { ...installed, root });
  const base = withPrograms(complete, 'run-tests')
    .withNewFile(`${reportFiles.coverage}/.keep`, '')
    .withEnvVariable('CI', 'true');
  const again = number === 0 ? base : base.withEnvVariable('TEST_RETRY', String(number));
  const fresh = uncachedOnRerun(project, 'test', again);
  const container = settings.postgres ? withPostgres(fresh) : fresh;
  const {
    command: words,
    inner,
    ...how
  } = runner.run({
    call: calls.kind === 'own' ? calls.call : undefined,
    measuredBy: measuredBy(runner, installed.versions, brought, project.facts.coverage[0]?.value.name),
    extra: settings.arguments,
  });
  const asked: RunSettings = {
    ...how,
    command: foundWords(words, installed),
    ...(inner === undefined ? {} : { inner: foundWords(inner, installed) }),
    scopeFile: reportFiles.scope,
    resultsFile: reportFiles.results,
  };
  const command = ['node', '/programs/run-tests/run-tests.js', JSON.stringify(asked)];
  return attempt(container, command, { seconds: settings.timeoutSeconds, breaks: runner.breakdowns });
}
