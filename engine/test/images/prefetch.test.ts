import { describe, expect, test } from 'vitest';
import { ImageUnavailable } from '../../src/images/errors.ts';
import { prefetchImages, type ResolveOne } from '../../src/images/prefetch.ts';

/** A resolver whose images come when they are let, one by one. */
function heldBack() {
  const begun: string[] = [];
  const waiting = new Map<string, () => void>();
  const resolve: ResolveOne = (reference, { signal }) => {
    begun.push(reference);
    return new Promise((done, stopped) => {
      signal?.addEventListener('abort', () => stopped(new Error('stopped in between')));
      waiting.set(reference, () => done({ origin: 'made' }));
    });
  };
  const letOne = async (reference: string): Promise<void> => {
    waiting.get(reference)?.();
    await new Promise((next) => setImmediate(next));
  };
  return { begun, resolve, let: letOne };
}

const present: ResolveOne = () => Promise.resolve({ origin: 'present' });

describe('images that are had beforehand', () => {
  test('are told in the order given, each once, with how they were had', async () => {
    const resolve: ResolveOne = (reference) =>
      Promise.resolve({ origin: reference === 'a:1' ? 'pulled' : 'made' });
    expect(await prefetchImages(['b:1', 'a:1', 'b:1'], resolve)).toEqual([
      { reference: 'b:1', status: 'made' },
      { reference: 'a:1', status: 'pulled' },
    ]);
  });

  test('are made three at once, and the next one as soon as there is room', async () => {
    const images = heldBack();
    const all = prefetchImages(['a:1', 'b:1', 'c:1', 'd:1'], images.resolve);
    await new Promise((next) => setImmediate(next));
    expect(images.begun).toEqual(['a:1', 'b:1', 'c:1']);
    await images.let('b:1');
    expect(images.begun).toEqual(['a:1', 'b:1', 'c:1', 'd:1']);
    for (const reference of ['a:1', 'c:1', 'd:1']) await images.let(reference);
    expect(await all).toHaveLength(4);
  });

  test.each([
    [1, 1],
    [0, 1],
    [2, 2],
  ])('are made at once as many as are asked for, and no fewer than one: %d', async (atOnce, begun) => {
    const images = heldBack();
    void prefetchImages(['a:1', 'b:1', 'c:1'], images.resolve, { atOnce });
    await new Promise((next) => setImmediate(next));
    expect(images.begun).toHaveLength(begun);
  });

  test('that take minutes are never made at once, and the others beside them', async () => {
    const images = heldBack();
    const [node, cosign] = ['kindest/node:v1.36.1', 'ghcr.io/sigstore/cosign/cosign:v3.1.3'] as const;
    const all = prefetchImages(['a:1', cosign, 'b:1', node, 'c:1'], images.resolve);
    await new Promise((next) => setImmediate(next));
    expect(images.begun.toSorted()).toEqual(['a:1', 'b:1', node]);
    await images.let('a:1');
    await images.let('b:1');
    await images.let('c:1');
    expect(images.begun).not.toContain(cosign);
    await images.let(node);
    await images.let(cosign);
    expect(await all).toHaveLength(5);
  });

  test('begin with those that take minutes, the longest first', async () => {
    const order: string[] = [];
    const resolve: ResolveOne = (reference) => {
      order.push(reference);
      return Promise.resolve({ origin: 'made' });
    };
    const cosign = 'ghcr.io/sigstore/cosign/cosign:v3.1.3';
    await prefetchImages(['postgres:17', cosign, 'no:such:thing', 'kindest/node:v1.36.1'], resolve, {
      atOnce: 1,
    });
    expect(order).toEqual(['kindest/node:v1.36.1', cosign, 'postgres:17', 'no:such:thing']);
  });
});

describe('an image that cannot be had', () => {
  const error = new ImageUnavailable({
    reference: 'b:1',
    code: 'no-recipe',
    reason: 'nothing makes it',
    next: 'Add a recipe.',
  });

  test.each([
    [error, 'b:1: nothing makes it. Add a recipe.'],
    [new Error('the daemon is gone'), 'b:1: the daemon is gone'],
  ])('is told, and keeps no other from being had', async (reason, line) => {
    const lines: string[] = [];
    const resolve: ResolveOne = (reference, options) =>
      reference === 'b:1' ? Promise.reject(reason) : present(reference, options);
    const report = (text: string) => void lines.push(text);
    expect(await prefetchImages(['a:1', 'b:1', 'c:1'], resolve, { atOnce: 1, report })).toEqual([
      { reference: 'a:1', status: 'present' },
      { reference: 'b:1', status: 'not-had', error: reason },
      { reference: 'c:1', status: 'present' },
    ]);
    expect(lines).toEqual([line]);
  });
});

test('who stops it stops what is under way; nothing more is begun, and nothing is told of that', async () => {
  const images = heldBack();
  const stop = new AbortController();
  const lines: string[] = [];
  const options = { atOnce: 2, signal: stop.signal, report: (line: string) => void lines.push(line) };
  const all = prefetchImages(['a:1', 'b:1', 'c:1'], images.resolve, options);
  await new Promise((next) => setImmediate(next));
  await images.let('a:1');
  stop.abort(new Error('enough'));
  expect(await all).toMatchObject([
    { reference: 'a:1', status: 'made' },
    { reference: 'b:1', status: 'not-had', error: { message: 'stopped in between' } },
    { reference: 'c:1', status: 'not-had', error: { message: 'stopped in between' } },
  ]);
  expect(images.begun).toEqual(['a:1', 'b:1', 'c:1']);
  expect(lines).toEqual([]);
  const none = await prefetchImages(['d:1'], images.resolve, options);
  expect(none).toMatchObject([{ status: 'not-had', error: { message: 'enough' } }]);
  expect(images.begun).not.toContain('d:1');
});
