import type { Container } from '@dagger.io/dagger';

import { type Project, uncachedOnRerun } from '../../project/project.stage.ts';
import { workdirOf } from '../../project/workspace.ts';
import { attempt, evidenceOf, fileIfAny, withPrograms } from '../../tools/attempt.stage.ts';
import type { Evidence } from '../../verdict/evidence.ts';
import type { Decision } from '../../verdict/model.ts';
import { foundWords, unscripted } from '../packages/installed.ts';
import { withNotes } from '../packages/stage.ts';
import { withBrought } from './bring.stage.ts';
import { measuredBy } from './brought.ts';
import { decideTest } from './decide.ts';
import { afterBefore, environmentFault, withEnvironment } from './environment.stage.ts';
import { decideRetried, isWorthARetry } from './flaky.ts';
import { bindingNotes } from './missing-bindings.ts';
import { missingPrograms } from './missing-programs.ts';
import type { Round } from './prepared.stage.ts';
import { reportFiles } from './report-files.ts';
import type { RunSettings } from './run-settings.ts';
import type { TestRunner } from './runners/runner.ts';
import type { Subject } from './subject.stage.ts';

/** A run of the tests, and what it printed. */
export interface LastRun {
  readonly runner: TestRunner;
  readonly run: Container;
  readonly output: string;
}

const lastRuns = new WeakMap<Project, LastRun>();

/** The last run of a project's tests, which its reports come from; undefined if they did not run. */
export function lastRunOf(project: Project): LastRun | undefined {
  return lastRuns.get(project);
}

/** Where the tests begin: the source with its packages and what commands wrote. */
export interface Start {
  readonly container: Container;
  readonly round: Round;
}

/** A run of a project's tests: its number, counted from 0, and the use that it makes of services. */
interface NumberedRun extends Subject {
  readonly number: number;
  readonly use: string;
}

/** Runs the tests, and again if they are red and the project allows retries. */
export async function untilGreen(subject: Subject, start: Start): Promise<Decision> {
  const { retries, flaky } = subject.project.configuration.test;
  const tries = [await decisionOf(subject, start, 0)];
  while (tries.length <= retries && tries.slice(-1).every(isWorthARetry)) {
    tries.push(await decisionOf(subject, start, tries.length));
  }
  return decideRetried(tries, flaky);
}

async function decisionOf(subject: Subject, { container, round }: Start, number: number): Promise<Decision> {
  const { project, runner } = subject;
  // Each part and each run has services of its own.
  const asked: NumberedRun = { ...subject, number, use: `${project.folder} ${round} ${String(number)}` };
  const run = testRun(asked, container);
  const evidence = await evidenceOf(run).catch(async (error: unknown) => {
    const fault = await environmentFault(asked, String(error));
    if (fault === undefined) throw error;
    return fault;
  });
  if ('outcome' in evidence) return evidence;
  lastRuns.set(project, { runner, run, output: `${evidence.stdout}\n${evidence.stderr}` });
  const fault = evidence.broke ? await environmentFault(asked, evidence) : undefined;
  return fault ?? decideReports(asked, run, evidence);
}

async function decideReports(subject: Subject, run: Container, evidence: Evidence): Promise<Decision> {
  const { project, runner } = subject;
  const [json, junit, output, summary, lcov, scope] = await Promise.all([
    fileIfAny(run, evidence, reportFiles.results),
    fileIfAny(run, evidence, reportFiles.junit),
    fileIfAny(run, evidence, reportFiles.output),
    fileIfAny(run, evidence, reportFiles.summary),
    fileIfAny(run, evidence, reportFiles.lcov),
    fileIfAny(run, evidence, reportFiles.scope),
  ]);
  const { coverage: gate, test: settings, node } = project.configuration;
  const decision = decideTest(
    { run: evidence, runner, json, junit, output, coverage: summary ?? lcov, scope },
    { lines: gate.lines, flaky: settings.flaky },
  );
  if (decision.outcome === 'passed') return decision;
  return withNotes(decision, {
    notes: [
      ...bindingNotes(decision, { ...evidence, json, junit }, unscripted(subject)),
      ...missingPrograms([evidence.stdout, evidence.stderr, json, junit], node),
    ],
  });
}

function testRun(asked: NumberedRun, source: Container): Container {
  const { project, installed, runner, brought, number } = asked;
  const root = workdirOf(project.workspace);
  const complete = brought === undefined ? source : withBrought(source, brought, { ...installed, root });
  const base = withEnvironment(withPrograms(complete, 'run-tests', 'source'), asked);
  const again = number === 0 ? base : base.withEnvVariable('TEST_RETRY', String(number));
  const command = ['node', '/programs/run-tests/run-tests.js', JSON.stringify(settingsOf(asked))];
  return attempt(uncachedOnRerun(project, 'test', again), afterBefore(asked, command), {
    seconds: project.configuration.test.timeoutSeconds,
    breaks: runner.breakdowns,
    ...(runner.whenUncounted === undefined ? {} : { codes: ownCodes }),
  });
}

/** Exit codes of a project's own command that are an answer: all but those of a time that ran out and of signals. */
const ownCodes = Array.from({ length: 124 }, (_, code) => code).concat(125, 126, 127);

/** What `programs/run-tests` is asked to run. */
function settingsOf({ project, installation, installed, runner, calls, brought }: Subject): RunSettings {
  const preferred = project.facts.coverage[0]?.value.name;
  const { command, inner, ...how } = runner.run({
    call: calls.call,
    measuredBy: measuredBy(runner, installed.versions, brought, preferred),
    extra: project.configuration.test.arguments,
    script: installation.manager.script,
  });
  return {
    ...how,
    command: foundWords(command, installed),
    ...(inner === undefined ? {} : { inner: foundWords(inner, installed) }),
    scopeFile: reportFiles.scope,
    resultsFile: reportFiles.results,
  };
}
