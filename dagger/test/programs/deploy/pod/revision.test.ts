import { describe, expect, test } from 'vitest';

import { revisionIn } from '../../../../programs/deploy/pod/revision.js';
import type { RevisionPlace } from '../../../../src/project/settings/revision-place.ts';

const at = (place: RevisionPlace, body: string, headers: Record<string, unknown> = {}): string | undefined =>
  revisionIn({ body, header: (name: string) => headers[name] }, place);

describe('a revision is read', () => {
  test.each<[string, RevisionPlace, string, string]>([
    ['by its usual name', {}, '{"revision":"abc"}', 'abc'],
    ['by a pointer', { pointer: '/build/commit' }, '{"build":{"commit":"abc"}}', 'abc'],
    ['by a pointer into a list', { pointer: '/builds/1/sha' }, '{"builds":[{},{"sha":"abc"}]}', 'abc'],
    [
      'by a pointer with signs of its own',
      { pointer: '/a~1b/m~0n/~01' },
      '{"a/b":{"m~n":{"~1":"abc"}}}',
      'abc',
    ],
    ['from a number', { pointer: '/build' }, '{"build":12}', '12'],
    ['without spaces around it', {}, '{"revision":" abc\\n"}', 'abc'],
  ])('%s', (_name, place, body, revision) => {
    expect(at(place, body)).toBe(revision);
  });

  test('from a header, whatever the body is', () => {
    expect(at({ header: 'x-revision' }, 'OK', { 'x-revision': 'abc' })).toBe('abc');
    expect(at({ header: 'x-revision' }, '{"revision":"other"}')).toBeUndefined();
  });
});

describe('no revision is read', () => {
  test.each<[string, string]>([
    ['from nothing', ''],
    ['from text', 'OK'],
    ['from null', 'null'],
    ['from a list', '[]'],
    ['from a text as JSON', '"abc"'],
    ['from an object without it', '{"status":"ok"}'],
    ['from an object that has another thing there', '{"revision":{"sha":"abc"}}'],
    ['from an empty one', '{"revision":""}'],
    ['from one with control characters', '{"revision":"a\\u001b[31m"}'],
    ['from one that is far too long', JSON.stringify({ revision: 'a'.repeat(201) })],
    ['from JSON that is cut', '{"revision":"abc"'],
  ])('%s', (_name, body) => {
    expect(at({}, body)).toBeUndefined();
  });

  test("from what every object has of its prototype's", () => {
    expect(at({ pointer: '/constructor/name' }, '{}')).toBeUndefined();
    expect(at({ pointer: '/__proto__/x' }, '{}')).toBeUndefined();
  });
});
