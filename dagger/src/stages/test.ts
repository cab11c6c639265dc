import type { Container, Directory, Service } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { images } from '../images.ts';
import type { TestSettings } from '../verdict/configuration.ts';
import type { Decision } from '../verdict/model.ts';
import { decideTest } from '../verdict/test.ts';
import { withDependencies } from './dependencies.ts';
import { attempt, evidenceOf, fileIfAny } from './evidence.ts';
import type { Project } from './project.ts';

const reports = '/reports';
const coverageFile = `${reports}/coverage/coverage-summary.json`;

/** Runs the tests with coverage and decides on their reports. */
export async function test(project: Project): Promise<Decision> {
  const run = testRun(project);
  const evidence = await evidenceOf(run);
  const [junit, coverage] = await Promise.all([
    fileIfAny(run, evidence, `${reports}/junit.xml`),
    fileIfAny(run, evidence, coverageFile),
  ]);
  return decideTest({ run: evidence, junit, coverage }, project.configuration.coverage);
}

/** What the tests leave behind: `junit.xml` and `coverage/`, each only where vitest wrote it. */
export function testReports(project: Project): Directory {
  return testRun(project).directory(reports);
}

function testRun({ source, configuration }: Project): Container {
  const settings = configuration.test;
  const base = withDependencies(source)
    .withNewFile(`${reports}/coverage/.keep`, '')
    .withEnvVariable('CI', 'true');
  const container = settings.postgres ? withPostgres(base) : base;
  return attempt(container, vitest(settings), { seconds: settings.timeoutSeconds });
}

function vitest(settings: TestSettings): string[] {
  return [
    ...['node', 'node_modules/vitest/vitest.mjs', 'run'],
    ...['--reporter=default', '--reporter=junit', `--outputFile.junit=${reports}/junit.xml`],
    ...[
      '--coverage.enabled',
      '--coverage.reportOnFailure',
      `--coverage.reportsDirectory=${reports}/coverage`,
    ],
    ...['--coverage.clean=false', '--coverage.reporter=json-summary', '--coverage.reporter=lcov'],
    ...settings.arguments,
  ];
}

/** Binds a PostgreSQL of this run alone; nothing but the test's container can reach it, so it asks for no password. */
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
