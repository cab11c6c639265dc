import { readdirSync, readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

const source = new URL('../src/', import.meta.url);
const main = readFileSync(new URL('index.ts', source), 'utf8');
const client = readFileSync(
  new URL('../../node_modules/@dagger.io/dagger/dist/src/api/client.gen.d.ts', import.meta.url),
  'utf8',
);

/** Names of the functions that the module offers. */
const functions = [...main.matchAll(/@func\([^)]*\)\s+(?:@check\(\)\s+)?(?:async )?(\w+)\(/g)].map(
  ([, name]) => name,
);
/** Fields of the API's root; a function of the same name would take its place. */
const queryFields = [
  ...(/export declare class Client extends[\s\S]*?\n}/.exec(client)?.[0].matchAll(/^ {4}(\w+): \(/gm) ?? []),
].map(([, name]) => name);

test('the functions are found, and the fields too', () => {
  expect(functions).toEqual(
    expect.arrayContaining(['ci', 'lint', 'format', 'test', 'image', 'smoke', 'serve', 'plan']),
  );
  expect(queryFields).toEqual(
    expect.arrayContaining(['container', 'directory', 'currentModule', 'setSecret']),
  );
});

test("no function is named like a field of the API's root", () => {
  expect(functions.filter((name) => queryFields.includes(name))).toEqual([]);
});

test('no gate returns nothing: a failing function without a value once exited 0', () => {
  expect(main).not.toContain('Promise<void>');
});

test('every stage that needs no argument is a check', () => {
  const checks = [...main.matchAll(/@check\(\)\s+async (\w+)\(/g)].map(([, name]) => name);
  const stages = ['lint', 'lintDockerfile', 'semgrep', 'codeql', 'audit', 'test', 'image', 'scan', 'smoke'];
  expect(checks).toEqual(stages);
});

const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);

test.each(files)('%s imports with the extension, and nothing that the bundled library lacks', (file) => {
  const text = readFileSync(new URL(file, source), 'utf8');
  const imports = [...text.matchAll(/^(?:import|export)\b[^;]*?from '([^']+)'/gm)].map(
    ([, name = '']) => name,
  );
  expect(imports.filter((name) => name.startsWith('.') && !name.endsWith('.ts'))).toEqual([]);
  expect(imports.filter((name) => !name.startsWith('.') && !name.startsWith('@dagger.io/dagger'))).toEqual(
    [],
  );
  expect(text).not.toMatch(/import[^;]*\bExecError\b/);
});
