import Dockerode from 'dockerode';
import { GraphQLSchema } from 'graphql';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { resolveImage } from '../../src/images/index.ts';
import { madeTooLate } from './made-too-late.ts';
import { needs } from './needs.ts';
import { base, testCache, testSession } from './session.ts';

// Were it the limit of what `needs` does, no test of this file would run.
vi.setConfig({ hookTimeout: 1 });
needs(base);
vi.resetConfig();

test('what a file needs is there before its tests, whatever time a hook has', async () => {
  const lines: string[] = [];
  await resolveImage(new Dockerode(), base, { report: (line) => lines.push(line) });
  expect(lines.join('\n')).not.toContain('making');
});

const words = 'making it from packages; kept for the next run';

test.each([
  words,
  'making it from packages, which takes about 3 minutes; kept for the next run',
  'waits for another process that makes it',
])('an image of which a session says "%s" is told with what the file lacks', (told) => {
  expect(madeTooLate(`tool:1.2: ${told}`, 'a.test.ts')?.message).toMatch(
    /^the image tool:1\.2 is being made .* write needs\('tool:1\.2'\) at the top of a\.test\.ts$/,
  );
});

test.each(['tool:1.2: pulling from 127.0.0.1:5000', 'tool:1.2: made in 3 s', ''])(
  '"%s" is no such word',
  (line) => {
    expect(madeTooLate(line, 'a.test.ts')).toBeUndefined();
  },
);

describe('a session that has to make an image', () => {
  const reasons: string[] = [];
  afterAll(() => {
    expect(reasons).toEqual([expect.stringContaining('is being made while the time of a test runs')]);
  });

  test.fails('ends at once, and its test fails, whatever the test makes of that', async () => {
    await using cache = testCache();
    // Nothing of it is real but what it reports.
    await testSession(cache, {}, ({ signal, ...options }) => {
      options.report(`tool:1.2: ${words}`);
      reasons.push(String(signal.reason));
      return Promise.resolve({
        port: 0,
        token: '',
        schema: new GraphQLSchema({}),
        unanswered: 0,
        query: () => Promise.reject(new Error('nobody answers')),
        close: () => Promise.resolve(),
      });
    });
  });
});
