import type { Container, Directory, Service } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { images } from '../../tools/images.ts';
import type { TestSettings } from '../../project/settings.ts';
import { unavailable } from '../../verdict/evidence.ts';
import { decideRetried, isWorthARetry } from './flaky.ts';
import { notInstalled } from '../packages/installed.ts';
import type { Decision } from '../../verdict/model.ts';
import { decideTest } from './decide.ts';
import { environmentNotes } from './environment-notes.ts';
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

const reports = '/reports';
const scopeFile = `${reports}/coverage-scope.json`;
const resultsFile = `${reports}/vitest.json`;
const coverageFile = `${reports}/coverage/coverage-summary.json`;

/** The packages that must be installed, and how the project can leave the gate out. */
const without = 'leave test out of the gates in pipeline.json';
const runner = { name: 'vitest', major: 1, without };
const coverageProvider = {
  name: '@vitest/coverage-v8',
  major: 1,
  without,
  instead: ['@vitest/coverage-istanbul'],
};
const otherRunners = ['jest', 'mocha', 'ava', 'tap', 'jasmine'];

/**
 * Messages of vitest if one of its own processes could not start or answer: an overloaded machine, not a fault of a
 * test.
 */
const breakdowns = [
  'Timeout starting forks runner',
  'Timeout starting threads runner',
  '[vitest-pool]: Timeout',
];

/** Runs the tests with coverage and decides on their reports. */
export async function test(project: Project): Promise<Decision> {
  const installation = await installationOf(project);
  const fault = await installFault(installation);
  return withNotes(fault ?? (await tested(project, installation)), installation);
}

async function tested(project: Project, installation: Installation): Promise<Decision> {
  const { versions, scripted } = await installedPackages(installation);
  const there = { versions, add: installation.manager.add };
  const missing = notInstalled(there, runner, otherRunners) ?? notInstalled(there, coverageProvider);
  if (missing !== undefined) return unavailable(missing);
  const decision = await untilGreen(project, installation);
  if (decision.outcome === 'passed') return decision;
  const manifest = await project.source.file('package.json').contents();
  return {
    ...decision,
    notes: [...(decision.notes ?? []), ...environmentNotes(decision, manifest, scripted)],
  };
}

/** Runs the tests, and again if they are red and the project allows retries. */
async function untilGreen(project: Project, installation: Installation): Promise<Decision> {
  const { retries, flaky } = project.configuration.test;
  const tries = [await decisionOf(project, installation, 0)];
  while (tries.length <= retries && tries.slice(-1).every(isWorthARetry)) {
    tries.push(await decisionOf(project, installation, tries.length));
  }
  lastTry.set(project, tries.length - 1);
  return decideRetried(tries, flaky);
}

/** Number of the last run of a project's tests, which its reports come from. */
const lastTry = new WeakMap<Project, number>();

async function decisionOf(project: Project, installation: Installation, number: number): Promise<Decision> {
  const run = testRun(project, installation, number);
  const evidence = await evidenceOf(run);
  const [json, junit, coverage, scope] = await Promise.all([
    fileIfAny(run, evidence, resultsFile),
    fileIfAny(run, evidence, `${reports}/junit.xml`),
    fileIfAny(run, evidence, coverageFile),
    fileIfAny(run, evidence, scopeFile),
  ]);
  const { coverage: gate, test: settings } = project.configuration;
  return decideTest(
    { run: evidence, json, junit, coverage, scope },
    { lines: gate.lines, flaky: settings.flaky },
  );
}

/** Reports of the tests: `vitest.json`, `junit.xml` and `coverage/`, each only if vitest wrote it. */
export async function testReports(project: Project): Promise<Directory> {
  const installation = await installationOf(project);
  return testRun(project, installation, lastTry.get(project) ?? 0).directory(reports);
}

/** @param number number of the run; a further number is a new run, not a cached one */
function testRun(project: Project, installation: Installation, number: number): Container {
  const settings = project.configuration.test;
  const base = withPrograms(withDependencies(project, installation), 'run-tests')
    .withNewFile(`${reports}/coverage/.keep`, '')
    .withEnvVariable('CI', 'true');
  const again = number === 0 ? base : base.withEnvVariable('TEST_RETRY', String(number));
  const fresh = uncachedOnRerun(project, 'test', again);
  const container = settings.postgres ? withPostgres(fresh) : fresh;
  const asked = JSON.stringify({ arguments: vitestArguments(settings), scopeFile, resultsFile });
  const command = ['node', '/programs/run-tests/run-tests.js', asked];
  return attempt(container, command, { seconds: settings.timeoutSeconds, breaks: breakdowns });
}

function vitestArguments(settings: TestSettings): string[] {
  return [
    ...['--reporter=default', '--reporter=junit', `--outputFile.junit=${reports}/junit.xml`],
    ...['--reporter=json', `--outputFile.json=${resultsFile}`],
    ...[
      '--coverage.enabled',
      '--coverage.reportOnFailure',
      `--coverage.reportsDirectory=${reports}/coverage`,
    ],
    ...['--coverage.clean=false', '--coverage.reporter=json-summary', '--coverage.reporter=lcov'],
    ...settings.arguments,
  ];
}

/** Binds a PostgreSQL of this run. Only the test container can reach it, so it needs no password. */
function withPostgres(container: Container): Container {
  return container
    .withServiceBinding('postgres', postgres())
    .withEnvVariable('TEST_DATABASE_URL', 'postgres://postgres@postgres:5432/postgres');
}

function postgres(): Service {
  return dag
    .container()
    .from(images.postgres)
    .withEnvVariable('POSTGRES_HOST_AUTH_METHOD', 'trust')
    .withExposedPort(5432)
    .asService({ useEntrypoint: true });
}
