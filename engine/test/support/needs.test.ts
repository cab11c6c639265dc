import Dockerode from 'dockerode';
import { GraphQLSchema } from 'graphql';
import { expect, test, vi } from 'vitest';
import { resolveImage } from '../../src/images/index.ts';
import { needs } from './needs.ts';
import { base, testCache, testSession } from './session.ts';

// Were it the limit of what `needs` does, no test of this file would run.
vi.setConfig({ hookTimeout: 1 });
needs(base);

test('what a file needs is there before its tests, whatever time a hook has', async () => {
  const lines: string[] = [];
  await resolveImage(new Dockerode(), base, { report: (line) => lines.push(line) });
  expect(lines.join('\n')).not.toContain('making');
});

/** A test's session of which nothing is real but a line that it reports. */
const reporting = async (cache: ReturnType<typeof testCache>, line: string) => {
  const signals: AbortSignal[] = [];
  const { close } = await testSession(cache, {}, (options) => {
    signals.push(options.signal);
    options.report(line);
    return Promise.resolve({
      ...{ port: 0, token: '', schema: new GraphQLSchema({}), unanswered: 0 },
      query: () => Promise.reject(new Error('nobody answers')),
      close: () => Promise.resolve(),
    });
  });
  return { close, reasons: signals.map(({ reason }) => String(reason)) };
};

test.each([
  'making it from packages; kept for the next run',
  'making it from packages, which takes about 3 minutes; kept for the next run',
  'waits for another process that makes it',
])('a session that is %s ends at once, and its test fails by the name of what is missing', async (words) => {
  await using cache = testCache();
  const { close, reasons } = await reporting(cache, `tool:1.2: ${words}`);
  const message =
    /^Error: the image tool:1\.2 is being made .* write needs\('tool:1\.2'\) at the top of .*needs\.test\.ts$/;
  expect(reasons).toEqual([expect.stringMatching(message)]);
  await expect(close()).rejects.toThrow("write needs('tool:1.2')");
});

test('a session that reports something else ends as it will', async () => {
  await using cache = testCache();
  const { close, reasons } = await reporting(cache, 'tool:1.2: pulling from 127.0.0.1:5000');
  expect(reasons).toEqual(['undefined']);
  await close();
});
