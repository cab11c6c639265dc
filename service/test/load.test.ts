import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { folder, ownName, ownVariable } from './folders.ts';
import { startProcess } from './process.ts';

const Figures = z.object({
  sent: z.int(),
  acknowledged: z.int(),
  retried: z.int(),
  abandoned: z.int(),
  found: z.int(),
  lost: z.array(z.string()),
  lostCount: z.int(),
  duplicates: z.int(),
  problems: z.array(z.string()),
  events: z.object({ received: z.int(), missing: z.int(), reconnections: z.int() }),
});

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

interface Loading {
  readonly child: ChildProcess;
  readonly figures: () => z.infer<typeof Figures>[];
  /** Resolves when the program has printed the text. */
  readonly printed: (words: string) => Promise<void>;
}

/** Starts the load program against a service. */
function startLoad(url: string, env: Readonly<Record<string, string>> = {}): Loading {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../smoke/load.ts')], {
    env: { BASE_URL: url, LOAD_FILL: '20', LOAD_RATE: '50', [ownVariable]: ownName, ...env },
  });
  ends.push(() => child.kill('SIGKILL'));
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    child.emit('printed');
  });
  child.stderr.resume();
  return {
    child,
    figures: () =>
      output
        .split('\n')
        .filter((line) => line.includes('"sent"'))
        .map((line) => Figures.parse(JSON.parse(line))),
    printed: async (words) => {
      while (!output.includes(words)) await once(child, 'printed');
    },
  };
}

/** Answers like a proxy in front of the service until it has refused one send. */
async function refuseInstead(port: number): Promise<void> {
  const refused = Promise.withResolvers<undefined>();
  const server = createServer(({ method }, response) => {
    response.writeHead(404).end(() => {
      if (method === 'POST') refused.resolve(undefined);
    });
  }).listen(port, '127.0.0.1');
  await refused.promise;
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

test('every message acknowledged before, during and after a kill -9 is stored once, and every event arrives', async () => {
  const DATA_DIR = folder();
  const first = await startProcess({ DATA_DIR });
  const { child, printed, figures } = startLoad(first.url);
  await printed('"ready"');
  await first.end('SIGKILL');
  await refuseInstead(first.port);
  const second = await startProcess({ DATA_DIR }, first.port);
  ends.push(() => second.end());
  child.kill('SIGUSR2');
  await printed('"sent"');
  child.kill('SIGTERM');
  expect(await once(child, 'close')).toEqual([0, null]);
  const last = figures().at(-1);
  expect(last).toMatchObject({ abandoned: 0, problems: [], lostCount: 0, lost: [], duplicates: 0 });
  expect(last).toMatchObject({ found: last?.acknowledged, acknowledged: last?.sent });
  expect(last?.acknowledged).toBeGreaterThan(20);
  expect(last?.events).toMatchObject({ missing: 0 });
  // The program noticed the kill: its stream broke and was resumed.
  expect(last?.events.reconnections).toBeGreaterThan(0);
});

test('an empty store after a restart is reported as the loss of everything', async () => {
  const first = await startProcess({ DATA_DIR: folder() });
  const { child, printed, figures } = startLoad(first.url, { LOAD_GIVE_UP_MS: '500', LOAD_RATE: '1' });
  await printed('"ready"');
  await first.end('SIGKILL');
  const second = await startProcess({ DATA_DIR: folder() }, first.port);
  ends.push(() => second.end());
  child.kill('SIGTERM');
  await once(child, 'close');
  // The users no longer exist, so the program cannot confirm the messages and reports them as lost.
  expect(figures().filter(({ found, acknowledged }) => found === acknowledged)).toEqual([]);
});
