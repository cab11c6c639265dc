import { expect, test } from 'vitest';

import { environmentNotes } from '../../../src/gates/test/environment-notes.ts';

const red = { outcome: 'failed' } as const;
const notes = (
  decision: Parameters<typeof environmentNotes>[0],
  manifest: string,
  scripted: readonly string[] = [],
): string[] => environmentNotes(decision, { runner: 'vitest', manifest, scripted });
const root = 'the tests run as root here, who reads and writes every file whatever its mode';
test('scripts of packages and of the project that did not run are named with what they do', () => {
  const scripts = {
    postinstall: 'patch-package',
    pretest: 'npm run build',
    test: 'tsc -b && vitest run',
    start: 'x',
  };
  expect(notes(red, JSON.stringify({ scripts }), ['sharp'])).toEqual([
    'install scripts do not run here (--ignore-scripts), and these have one: sharp',
    'vitest runs by itself here: of package.json these did not run: postinstall (patch-package), pretest (npm run build), test (tsc -b && vitest run) beside vitest',
    root,
  ]);
});

test('who runs the tests is told of red ones alone', () => {
  expect(notes({ outcome: 'unavailable' }, '{}')).toEqual([]);
});

test.each([['{'], ['[]'], ['{"scripts": null}'], ['{"scripts": {"test": "vitest run", "pretest": 3}}']])(
  'no script is told of %s',
  (manifest) => {
    expect(notes(red, manifest)).toEqual([root]);
  },
);
