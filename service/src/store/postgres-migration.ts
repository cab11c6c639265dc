import pg from 'pg';
import { migrations } from './migrations.ts';
import { clientOptions, type PostgresOptions } from './postgres-client.ts';

/** The advisory lock that a replica holds while it migrates; any number will do if all replicas use the same. */
const migrationLock = 7_318_349_394;
/** How long one statement of a migration, or the wait for another replica's, may take: tables can be large. */
const migrateWithinMs = 600_000;

/** Migrates the schema on its own connection, without the time limits of requests. */
export async function migrate(options: PostgresOptions): Promise<void> {
  const { onError = () => undefined } = options;
  const client = new pg.Client(clientOptions({ ...options, statementWithinMs: migrateWithinMs }));
  client.on('error', onError);
  try {
    await client.connect();
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [migrationLock]);
    await client.query(
      'CREATE TABLE IF NOT EXISTS migrations (number BIGINT PRIMARY KEY, name TEXT NOT NULL)',
    );
    const { rows } = await client.query<{ number: number }>('SELECT number FROM migrations');
    const done = new Set(rows.map((row) => row.number));
    for (const { number, name, sql } of migrations()) {
      if (done.has(number)) continue;
      await client.query(sql.replaceAll('/*C*/', 'COLLATE "C"'));
      await client.query('INSERT INTO migrations VALUES ($1, $2)', [number, name]);
    }
    await client.query('COMMIT');
  } finally {
    // The first error is the one to report; a broken connection cannot be closed properly.
    await client.end().catch(() => undefined);
  }
}
