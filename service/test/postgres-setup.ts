import type { TestProject } from 'vitest/node';
import { removeLeft } from './folders.ts';
import { postgresPrograms, startPostgres } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL for the tests; empty where there is none. */
    postgresUrl: string;
  }
}

/**
 * Gives the tests a PostgreSQL: the one of TEST_DATABASE_URL, or one from the distribution's packages. What runs that
 * were killed have left is taken away first.
 */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  await removeLeft();
  const given = process.env['TEST_DATABASE_URL'];
  const programs = postgresPrograms();
  if (given !== undefined || programs === undefined) {
    project.provide('postgresUrl', given ?? '');
    return undefined;
  }
  const postgres = await startPostgres(programs);
  project.provide('postgresUrl', postgres.url);
  return () => postgres.stop();
}
