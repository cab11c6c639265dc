import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compare, type Line, type Started } from './compare.ts';
import { growth } from './growth.ts';
import { runLoad } from './load.ts';
import { fixed, printGrowth, printLines } from './print.ts';
import { seed, type Seed } from './seed.ts';
import { contenders, start, type Contender } from './servers.ts';
import { works } from './works.ts';

const durationMs = Number(process.env['BENCH_MS'] ?? 1000);
const firstPort = 18_500;
const concurrency = (process.env['BENCH_CONNECTIONS'] ?? '1,32,256').split(',').map(Number);

/** Starts each server on its own copy of the store. */
async function startAll(list: readonly Contender[], from: Seed, folder: string): Promise<readonly Started[]> {
  const started: Started[] = [];
  for (const [index, contender] of list.entries()) {
    const data = join(folder, `data-${String(index)}`);
    mkdirSync(data);
    const file = join(data, 'messenger.db');
    copyFileSync(from.file, file);
    started.push({ contender, server: await start(contender, file, firstPort + index) });
  }
  return started;
}

/** Measures sends of our server at a steady rate. */
async function measurePaced(started: readonly Started[], from: Seed): Promise<void> {
  const [ours] = started;
  const [send] = works(from);
  if (!ours || !send) return;
  const paced = await runLoad({
    ...send,
    port: ours.server.port,
    connections: 64,
    durationMs: 5000,
    pace: 1000,
  });
  console.log(
    `\nours at 1000 sends/s: p50 ${fixed(paced.p50Ms, 0, 1)} ms, p99 ${fixed(paced.p99Ms, 0, 1)} ms`,
  );
}

/** The size of the image, if it was built under its default name. */
function imageSize(): string {
  const name = process.env['IMAGE'] ?? 'messenger';
  const { status, stdout } = spawnSync('docker', ['image', 'inspect', '-f', '{{.Size}}', name], {
    encoding: 'utf8',
  });
  return status === 0
    ? `${(Number(stdout) / 1e6).toFixed(0)} MB (${name})`
    : `no image ${name} here (IMAGE names one)`;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'messenger-bench-'));
  const { list, missing } = contenders();
  for (const text of missing) console.log(`left out: ${text}`);
  for (const { does, name } of list) console.log(`${name.padEnd(10)} ${does}`);
  const from = await seed(join(folder, 'seed.db'), { messages: 1000, conversations: 100 });
  const started = await startAll(list, from, folder);
  const lines: Line[] = [];
  for (const work of works(from)) {
    // All servers warm up first, so that none is measured while its code is still being compiled.
    for (const { server } of started)
      await runLoad({ ...work, port: server.port, connections: 32, durationMs: 1500 });
    for (const connections of concurrency)
      lines.push(...(await compare(started, work, { connections, durationMs })));
  }
  printLines(lines);
  await measurePaced(started, from);
  const memory = started.map(
    ({ contender, server }) => `${contender.name} ${server.memoryMb().toFixed(0)} MB`,
  );
  console.log(`most memory: ${memory.join(', ')}`);
  await Promise.all(started.map(({ server }) => server.stop()));
  console.log(`image: ${imageSize()}\n`);
  const rows = process.env['BENCH_GROWTH'] === '0' ? [] : await growth(folder);
  printGrowth(rows);
  rmSync(folder, { recursive: true });
}

await main();
