import { expect, test } from 'vitest';

import { bindingNotes, missingBindings } from '../../../src/gates/test/missing-bindings.ts';

const bindings = `Error: Could not locate the bindings file. Tried:
 → /src/node_modules/better-sqlite3/build/better_sqlite3.node
 → /src/node_modules/better-sqlite3/lib/binding/node-v137-linux-x64/better_sqlite3.node`;

test.each([
  [bindings, 'better-sqlite3'],
  [
    "Error: Cannot find module '../build/Release/bcrypt_lib.node'\nRequire stack:\n- /src/node_modules/.pnpm/bcrypt@5.1.1/node_modules/bcrypt/bcrypt.js",
    'bcrypt',
  ],
  [
    'Error: No native build was found for platform=linux arch=x64 runtime=node\n    loaded from: /src/node_modules/@scope/native/\n',
    '@scope/native',
  ],
  [
    "The module '/src/node_modules/better-sqlite3/build/Release/x.node' was compiled against a different Node.js version",
    'better-sqlite3',
  ],
  ['Could not load the "sharp" module using the linux-x64 runtime', 'sharp'],
  ['The package "@esbuild/linux-x64" could not be found, and is needed by esbuild.', 'esbuild'],
  ['@prisma/client did not initialize yet. Please run "prisma generate"', '@prisma/client'],
  ['Could not find Chrome (ver. 127.0.6533.88).', 'puppeteer'],
])('%s', (text, name) => {
  const scripted = [
    'better-sqlite3',
    'bcrypt',
    '@scope/native',
    'sharp',
    'esbuild',
    '@prisma/client',
    'puppeteer',
  ];
  expect(missingBindings([text], scripted)).toEqual([
    `tests miss what the install script of ${name} makes, which is not allowed to run: write "audit": {"installScripts": ["${name}"]} in pipeline.json to allow it`,
  ]);
});

test('a package whose script has run is not told, nor a complaint of something else', () => {
  expect(missingBindings([bindings], [])).toEqual([]);
  expect(missingBindings([bindings], ['sharp'])).toEqual([]);
  expect(missingBindings(["Cannot find module './greet.js'", 'expected 1 to be 2'], ['sharp'])).toEqual([]);
});

test('a complaint that names nobody is told of all that it could be', () => {
  expect(missingBindings(['Failed to load native binding'], ['a', 'b'])[0]).toMatch(/script of a, b makes/);
});

test('packages elsewhere in an output are not taken for the one that complains', () => {
  const far = `/src/node_modules/sharp/lib/index.js\n${'a line of another test\n'.repeat(100)}`;
  expect(missingBindings([undefined, far + bindings], ['sharp', 'better-sqlite3'])[0]).toMatch(
    /script of better-sqlite3 makes/,
  );
});

test('what tests print and report is read of those that are not green', () => {
  const red = { outcome: 'failed', reason: 'a file ended', findings: [] } as const;
  const output = { stdout: '', stderr: bindings };
  expect(bindingNotes(red, output, ['better-sqlite3'])).toHaveLength(1);
  expect(bindingNotes({ ...red, outcome: 'passed' }, output, ['better-sqlite3'])).toEqual([]);
});
