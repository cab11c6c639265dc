import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { BuildFailed, followBuild } from '../../src/images/index.ts';

// Answers of Docker 20.10 to real builds.
const fixture = (name: string) => join(import.meta.dirname, 'fixtures', name);

describe('following a build', () => {
  test("gives the image's id and every line that its commands printed", async () => {
    const lines: string[] = [];
    const id = await followBuild(createReadStream(fixture('build-succeeded.jsonl')), (line) =>
      lines.push(line),
    );
    expect(id).toBe('sha256:b775ee57c317283e109299069e0e1fdfe9d5c0d591988c21923ddc3f06cadb35');
    expect(lines).toEqual(expect.arrayContaining(['hello there', 'second']));
    expect(lines.some((line) => line.includes('RUN echo hello there'))).toBe(true);
  });

  test('fails with the reason and the last output', async () => {
    const failure = await followBuild(createReadStream(fixture('build-failed.jsonl'))).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(BuildFailed);
    expect(failure).toMatchObject({
      message: expect.stringContaining('exit code: 3') as string,
      tail: expect.arrayContaining(['about to fail']) as string[],
    });
  });

  test('reads lines that arrive in pieces', async () => {
    const bytes = readFileSync(fixture('build-succeeded.jsonl'));
    const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, i) =>
      bytes.subarray(i * 7, i * 7 + 7),
    );
    await expect(followBuild(Readable.from(pieces))).resolves.toMatch(/^sha256:b775/);
  });

  test.each([
    ['an empty answer', ''],
    ['an answer that stops before the image', '{"id":"moby.buildkit.trace","aux":""}\n'],
  ])('%s is a failure', async (_, text) => {
    await expect(followBuild(Readable.from([Buffer.from(text)]))).rejects.toThrow('no image');
  });

  test('an answer that is no JSON is an error', async () => {
    await expect(followBuild(Readable.from([Buffer.from('<html>')]))).rejects.toThrow(SyntaxError);
  });
});
