import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const program = new URL('../../../programs/typecheck/typecheck.js', import.meta.url).pathname;

/** A compiler that looks at one file beside each configuration; one that refers to others has a file `references`. */
const compiler = `
const { existsSync } = require('node:fs');
const { dirname, resolve } = require('node:path');
const [mode, config] = process.argv.slice(2);
const folder = resolve(dirname(config));
if (process.argv.includes('--showConfig')) console.log(JSON.stringify({ references: existsSync(folder + '/references') ? [{}] : [] }));
else {
  console.log(folder + '/index.ts');
  console.log(folder + '/node_modules/a/index.ts');
  if (mode === '-b') console.log('built ' + config);
}
process.exitCode = 0;`;

/** The lines that the program prints for a source with such files. */
function linesFor(...files: readonly string[]): unknown[] {
  return linesBy([], files);
}

/** @param configurations that the project's own script names */
function linesBy(configurations: readonly string[], files: readonly string[]): unknown[] {
  const source = realpathSync(mkdtempSync(join(tmpdir(), 'typecheck-')));
  try {
    for (const file of files) {
      mkdirSync(dirname(join(source, file)), { recursive: true });
      writeFileSync(join(source, file), '{}');
    }
    const tsc = join(source, 'tsc.cjs');
    writeFileSync(tsc, compiler);
    const settings = JSON.stringify({ tsc, buildInfo: null, configurations });
    const { stdout, status } = spawnSync(process.execPath, [program, settings], {
      cwd: source,
      encoding: 'utf8',
    });
    expect(status).toBe(0);
    const lines = stdout.trim().split('\n');
    return [...lines.slice(0, -1), JSON.parse(lines.at(-1) ?? '')];
  } finally {
    rmSync(source, { recursive: true });
  }
}

test('the configuration at the top is checked and no other, and sources that it does not look at are missed', () => {
  const files = ['tsconfig.json', 'index.ts', 'other.ts', 'types.d.ts', 'a/tsconfig.json', 'a/index.ts'];
  expect(linesFor(...files)).toEqual([
    { typecheck: { configurations: ['tsconfig.json'], files: 1, missed: 2 } },
  ]);
});

test("those that the project's own script names are checked, and no others", () => {
  const files = ['tsconfig.json', 'index.ts', 'a/tsconfig.json', 'a/index.ts', 'b/tsconfig.json'];
  const [facts] = linesBy(['a/tsconfig.json'], files);
  expect(facts).toEqual({ typecheck: { configurations: ['a/tsconfig.json'], files: 1, missed: 1 } });
});

test('where there is none at the top, the topmost ones below it are checked, and none of what is installed', () => {
  const files = ['a/tsconfig.json', 'a/b/tsconfig.json', 'ab/tsconfig.json', 'node_modules/c/tsconfig.json'];
  const { typecheck } = linesFor(...files, 'a/index.ts', 'ab/index.ts').at(-1) as {
    typecheck: { configurations: string[] };
  };
  expect(typecheck).toMatchObject({ files: 2, missed: 0 });
  expect(typecheck.configurations.toSorted()).toEqual(['a/tsconfig.json', 'ab/tsconfig.json']);
});

test('a configuration that refers to others is built', () => {
  expect(linesFor('tsconfig.json', 'references', 'index.ts')[0]).toBe('built tsconfig.json');
});
