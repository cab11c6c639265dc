import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAccessTokens } from '../src/domain/tokens.ts';
import { growth } from './growth.ts';
import { requestBytes, runLoad, type Figures } from './load.ts';
import { seed, type Seed } from './seed.ts';
import { contenders, start, type Contender, type Running } from './servers.ts';
import { secret } from './shared.ts';

const durationMs = Number(process.env['BENCH_MS'] ?? 1000);
const firstPort = 18_500;
const concurrency = (process.env['BENCH_CONNECTIONS'] ?? '1,32,256').split(',').map(Number);

const rounds = 3;

interface Line extends Figures {
  readonly server: string;
  readonly work: string;
  readonly connections: number;
  /** Processor time of the server for a request, in microseconds. */
  readonly cpuUs: number;
}

interface Started {
  readonly contender: Contender;
  readonly server: Running;
}

/** The requests of the three kinds of work. */
function works({ conversationId, userId }: Seed) {
  const token = createAccessTokens({ secret, ttlS: 3600, now: () => Date.now() }).issue(userId);
  const body = {
    conversation_id: conversationId,
    content: 'a message of the usual length, no more and no less',
  };
  return [
    { work: 'send', status: 201, request: requestBytes('POST', '/api/messages', token, body) },
    {
      work: 'page of 20',
      status: 200,
      request: requestBytes('GET', `/api/messages/conversation/${conversationId}?limit=20`, token),
    },
    { work: 'inbox', status: 200, request: requestBytes('GET', '/api/conversations?limit=20', token) },
  ];
}

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

const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** Measures one kind of work at one concurrency: all servers in turn for some rounds, and the median of each figure. */
async function compare(
  started: readonly Started[],
  work: ReturnType<typeof works>[number],
  connections: number,
) {
  const { request, status, work: name } = work;
  const results = new Map<string, (Figures & { cpuUs: number })[]>();
  for (let round = 0; round < rounds; round += 1)
    for (const { contender, server } of started) {
      const before = server.cpuMs();
      const figures = await runLoad({ port: server.port, request, status, connections, durationMs });
      if (figures.wrong > 0)
        throw new Error(`${contender.name}: ${String(figures.wrong)} wrong answers to ${name}`);
      const cpuUs = ((server.cpuMs() - before) * 1e6) / (figures.perSecond * durationMs);
      results.set(contender.name, [...(results.get(contender.name) ?? []), { ...figures, cpuUs }]);
    }
  return [...results].map(([server, all]): Line => ({
    server,
    work: name,
    connections,
    wrong: 0,
    perSecond: middle(all.map((figures) => figures.perSecond)),
    p50Ms: middle(all.map((figures) => figures.p50Ms)),
    p99Ms: middle(all.map((figures) => figures.p99Ms)),
    cpuUs: middle(all.map((figures) => figures.cpuUs)),
  }));
}

const fixed = (value: number, width: number, digits = 0) => value.toFixed(digits).padStart(width);

function print(lines: readonly Line[]): void {
  console.log('work        conns  server      req/s   p50 ms   p99 ms  cpu us    ours is');
  const ours = lines.filter(({ server }) => server === 'ours');
  for (const mine of ours)
    for (const line of lines.filter(
      ({ connections, work }) => work === mine.work && connections === mine.connections,
    )) {
      const ratio = `${(mine.perSecond / line.perSecond).toFixed(2)} x`;
      const { cpuUs, p50Ms, p99Ms, perSecond } = line;
      const figures = [
        fixed(perSecond, 7),
        fixed(p50Ms, 9, 2),
        fixed(p99Ms, 9, 2),
        fixed(cpuUs, 8),
        ratio.padStart(11),
      ];
      console.log(
        `${line.work.padEnd(11)} ${fixed(line.connections, 5)}  ${line.server.padEnd(10)}${figures.join('')}`,
      );
    }
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
    for (const connections of concurrency) lines.push(...(await compare(started, work, connections)));
  }
  print(lines);
  const [ours] = started;
  const [send] = works(from);
  if (ours && send) {
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
  const memory = started.map(
    ({ contender, server }) => `${contender.name} ${server.memoryMb().toFixed(0)} MB`,
  );
  console.log(`most memory: ${memory.join(', ')}`);
  await Promise.all(started.map(({ server }) => server.stop()));
  console.log(`image: ${imageSize()}\n`);
  const rows = process.env['BENCH_GROWTH'] === '0' ? [] : await growth(folder);
  for (const { medianUs, size, what } of rows) {
    const smallest = rows.find((row) => row.what === what)?.medianUs ?? medianUs;
    console.log(
      `${what.padEnd(30)} ${fixed(size, 8)} ${fixed(medianUs, 8)} us ${fixed(medianUs / smallest, 6, 2)} x`,
    );
  }
  rmSync(folder, { recursive: true });
}

await main();
