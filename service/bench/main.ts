import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAccessTokens } from '../src/domain/tokens.ts';
import { growth } from './growth.ts';
import { requestBytes, runLoad, type Figures } from './load.ts';
import { seed, type Seed } from './seed.ts';
import { contenders, start, type Contender } from './servers.ts';
import { secret } from './shared.ts';

const durationMs = Number(process.env['BENCH_MS'] ?? 2000);
const concurrency = [1, 32, 256];

interface Line extends Figures {
  readonly server: string;
  readonly work: string;
  readonly connections: number;
}

/** The three kinds of work, as requests. */
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

/** Measures one server on a fresh copy of the store. */
async function measure(contender: Contender, from: Seed, folder: string, port: number) {
  const data = join(folder, `data-${String(port)}`);
  mkdirSync(data);
  const file = join(data, 'messenger.db');
  copyFileSync(from.file, file);
  const server = await start(contender, file, port);
  const lines: Line[] = [];
  for (const { work, ...what } of works(from))
    for (const connections of concurrency) {
      // A short run first, so that nobody is measured while his code is still being compiled.
      await runLoad({ ...what, port, connections, durationMs: 300 });
      const figures = await runLoad({ ...what, port, connections, durationMs });
      if (figures.wrong > 0)
        throw new Error(`${contender.name}: ${String(figures.wrong)} wrong answers to ${work}`);
      lines.push({ server: contender.name, work, connections, ...figures });
    }
  const memoryMb = server.memoryMb();
  await server.stop();
  return { lines, memoryMb };
}

const fixed = (value: number, width: number, digits = 0) => value.toFixed(digits).padStart(width);

function print(lines: readonly Line[]): void {
  console.log('work        conns  server      req/s     p50 ms   p99 ms  ours is');
  const ours = lines.filter(({ server }) => server === 'ours');
  for (const mine of ours)
    for (const line of lines.filter(
      ({ connections, work }) => work === mine.work && connections === mine.connections,
    )) {
      const ratio = `${(mine.perSecond / line.perSecond).toFixed(2)} x`;
      const figures = [
        fixed(line.perSecond, 8),
        fixed(line.p50Ms, 9, 2),
        fixed(line.p99Ms, 9, 2),
        ratio.padStart(9),
      ];
      console.log(
        `${line.work.padEnd(11)} ${fixed(line.connections, 5)}  ${line.server.padEnd(10)}${figures.join('')}`,
      );
    }
}

/** The size of the image, where it was built under the usual name. */
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
  const from = await seed(join(folder, 'seed.db'), { messages: 1000, conversations: 100 });
  const lines: Line[] = [];
  const memory: string[] = [];
  let port = 18_500;
  for (const contender of list) {
    const result = await measure(contender, from, folder, (port += 1));
    lines.push(...result.lines);
    memory.push(`${contender.name} ${result.memoryMb.toFixed(0)} MB`);
  }
  print(lines);
  console.log(`\nmost memory: ${memory.join(', ')}`);
  console.log(`image: ${imageSize()}\n`);
  const rows = await growth(folder);
  for (const { medianUs, size, what } of rows) {
    const smallest = rows.find((row) => row.what === what)?.medianUs ?? medianUs;
    console.log(
      `${what.padEnd(30)} ${fixed(size, 8)} ${fixed(medianUs, 8)} us ${fixed(medianUs / smallest, 6, 2)} x`,
    );
  }
  rmSync(folder, { recursive: true });
}

await main();
