import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { newFolder } from './folders.ts';

/** A PostgreSQL server of the test, on a free port of the loopback address. */
export interface Postgres {
  readonly url: string;
  /** Kills the server and keeps its data. */
  crash(): Promise<void>;
  /** Restarts it on the same port and data. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

const packages = '/usr/lib/postgresql';

/** The folder of the newest PostgreSQL from the distribution's packages; undefined when there is none. */
export function postgresPrograms(): string | undefined {
  try {
    const version = readdirSync(packages).sort((a, b) => Number(b) - Number(a))[0];
    return version === undefined ? undefined : join(packages, version, 'bin');
  } catch {
    return undefined;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** The user for PostgreSQL, which refuses to run as root: its own user, or nobody. */
function otherUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  const line =
    lines.find((entry) => entry.startsWith('postgres:')) ??
    lines.find((entry) => entry.startsWith('nobody:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  return { uid: Number(uid), gid: Number(gid) };
}

/** Waits until the server of a data folder responds. @throws when it ends, or another server responds */
async function answers(url: string, server: ChildProcess, data: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    // A server that shuts down tells its clients.
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
      await client.end();
      if (rows[0]?.data_directory === realpathSync(data)) return;
      throw new Error('another server has the port');
    } catch (error) {
      await client.end().catch(() => undefined);
      if (Date.now() > deadline || server.exitCode !== null) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/**
 * Starts a PostgreSQL with an empty database.
 * @param durable whether commits wait for the disk; other tests are faster without
 */
export async function startPostgres(programs: string, durable = false): Promise<Postgres> {
  const user = otherUser();
  const folder = newFolder();
  if (user) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const options = { ...user, cwd: folder, env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8' } };
  const made = spawnSync(
    join(programs, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync'],
    options,
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr.toString()}`);
  const args = ['-D', data, '-h', '127.0.0.1', '-k', folder, '-c', 'max_connections=200'];
  let port = 0;
  const url = () => `postgres://postgres@127.0.0.1:${String(port)}/postgres`;
  let server: ChildProcess;
  const start = async () => {
    server = spawn(join(programs, 'postgres'), [...args, '-p', String(port), ...(durable ? [] : ['-F'])], {
      ...options,
      stdio: 'ignore',
    });
    await answers(url(), server, data);
  };
  const end = async (signal: NodeJS.Signals) => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill(signal);
    await once(server, 'exit');
  };
  const startAnywhere = async (tries: number): Promise<void> => {
    port = await freePort();
    try {
      await start();
    } catch (error) {
      // Another process may take the port after it was found free.
      await end('SIGQUIT');
      if (tries <= 1) throw error;
      await startAnywhere(tries - 1);
    }
  };
  await startAnywhere(3);
  return {
    url: url(),
    crash: () => end('SIGQUIT'),
    restart: start,
    async stop() {
      await end('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
