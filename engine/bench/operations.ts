import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSession, type Session } from '../src/api/session.ts';
import { pruneCache } from '../src/executor/index.ts';
import { median, run, timed, type Figure } from './measure.ts';

const base = 'node:24-bookworm-slim';
const count = 10;
const largeScript = 'head -c 100000000 /dev/urandom > /large';

/** The cost of single operations beside the same commands by hand, in a cache of the benchmark's own. */
export async function operationFigures(): Promise<Figure[]> {
  const namespace = `engine-bench-${process.pid}`;
  const cacheFolder = mkdtempSync(join(tmpdir(), `${namespace}-`));
  const session = (): Promise<Session> =>
    startSession({
      workdir: cacheFolder,
      signal: new AbortController().signal,
      report: () => undefined,
      verbose: false,
      cacheFolder,
      namespace,
    });
  try {
    return await measure(session);
  } finally {
    await pruneCache({ folder: cacheFolder, namespace });
    rmSync(cacheFolder, { recursive: true, force: true });
  }
}

const exec = (args: readonly string[], value: number): string =>
  `{ container { from(address: "${base}") { withEnvVariable(name: "N", value: "${value}") { withExec(args: ${JSON.stringify(args)}) { exitCode } } } } }`;

async function measure(session: () => Promise<Session>): Promise<Figure[]> {
  const first = await session();
  await first.query(`{ container { from(address: "${base}") { envVariables { name } } } }`);
  const image = await first.query(
    `{ container { from(address: "${base}") { rootfs { exists(path: "/etc") } } } }`,
  );
  if (image === null) throw new Error('the base image cannot be read');
  const numbers = Array.from({ length: count }, (_, index) => index);
  const execs: number[] = [];
  for (const number of numbers) execs.push(await timed(() => first.query(exec(['true'], number))));
  const chain = numbers.reduce((inner) => `withExec(args: ["true"]) { ${inner} }`, 'exitCode');
  const chained = await timed(() => first.query(`{ container { from(address: "${base}") { ${chain} } } }`));
  await first.close();

  const second = await session();
  const firstCached = await timed(() => second.query(exec(['true'], 0)));
  const cached: number[] = [];
  for (const number of numbers) cached.push(await timed(() => second.query(exec(['true'], number))));
  await second.close();

  const third = await session();
  await third.query('{ version }');
  const large = await timed(async () => {
    await third.query(exec(['sh', '-c', largeScript], 0));
    await third.close();
  });
  const hand = await byHand(count);
  return [
    { name: 'cached operation, the first of a session', value: firstCached },
    { name: 'cached operation', value: median(cached), limit: 50, dagger: 'function from cache 500' },
    {
      name: 'exec of `true`',
      value: median(execs),
      limit: 1000 + hand.execMs,
      byHand: hand.execMs,
      dagger: '1150',
    },
    {
      name: 'exec of `true` in a sequence, each stored',
      value: chained / count,
      limit: 1000 + hand.storedMs,
      byHand: hand.storedMs,
      dagger: '1150',
    },
    {
      name: '100 MB of changes, run and stored',
      value: large,
      limit: 1000 + hand.largeMs,
      byHand: hand.largeMs,
    },
  ];
}

/** The same commands with the docker program. */
async function byHand(times: number): Promise<{ execMs: number; storedMs: number; largeMs: number }> {
  const image = await baseImage();
  const name = `engine-bench-hand-${process.pid}`;
  // As a session does: run, store, and leave no container.
  const stored = async (...command: string[]): Promise<number> =>
    timed(async () => {
      await run('docker', ['run', '--name', name, '--init', image, ...command]);
      await run('docker', ['commit', name, `${name}:1`]);
      await run('docker', ['rm', '--force', name]);
    });
  const clean = (): Promise<unknown> => run('docker', ['rmi', '--force', `${name}:1`]);
  const execs: number[] = [];
  const kept: number[] = [];
  for (let index = 0; index < times; index++) {
    execs.push((await run('docker', ['run', '--rm', '--init', image, 'true'])).durationMs);
    kept.push(await stored('true'));
    await clean();
  }
  const largeMs = await stored('sh', '-c', largeScript);
  await clean();
  return { execMs: median(execs), storedMs: median(kept), largeMs };
}

/** The base under a name that `docker run` finds: what was pulled, or what was made from packages. */
async function baseImage(): Promise<string> {
  if ((await run('docker', ['image', 'inspect', base])).exitCode === 0) return base;
  const format = '{{.Repository}}:{{.Tag}}';
  const { output } = await run('docker', [
    'images',
    '--format',
    format,
    'made-from-packages/node-24-bookworm-slim',
  ]);
  return output.split('\n')[0] ?? base;
}
