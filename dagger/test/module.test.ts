import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { dag } from '@dagger.io/dagger';
import { beforeAll, describe, expect, test } from 'vitest';

import { moduleFunctions, moduleSource, sdkPackage, type ModuleFunction } from './sdk.ts';

describe('the functions, as Dagger reads them,', () => {
  let functions: readonly ModuleFunction[];
  beforeAll(async () => {
    functions = await moduleFunctions();
  });

  test('are those that people call, and none is named like a field at the root of the API', () => {
    const names = functions.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['ci', 'lint', 'format', 'image', 'serve', 'plan']));
    const fields = Object.keys(dag);
    expect(fields).toEqual(expect.arrayContaining(['container', 'directory', 'setSecret']));
    // Dagger would call the field.
    expect(names.filter((name) => fields.includes(name))).toEqual([]);
  });

  test('answer with something: a failing function without a value once exited 0', () => {
    expect(functions.filter(({ returns }) => /VOID|none/.test(returns))).toEqual([]);
  });

  test('are checks where they are stages that need no argument', () => {
    const stages = ['lint', 'lintDockerfile', 'semgrep', 'codeql', 'audit', 'test', 'image', 'scan', 'smoke'];
    expect(functions.filter(({ isCheck }) => isCheck).map(({ name }) => name)).toEqual(stages);
  });
});

test('the module loads where nothing is installed but the SDK', () => {
  const folder = mkdtempSync(join(tmpdir(), 'module-'));
  try {
    cpSync(moduleSource, join(folder, 'src'), { recursive: true });
    mkdirSync(join(folder, 'node_modules', '@dagger.io'), { recursive: true });
    symlinkSync(sdkPackage, join(folder, 'node_modules', '@dagger.io', 'dagger'));
    writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
    writeFileSync(join(folder, 'tsconfig.json'), '{"compilerOptions": {"experimentalDecorators": true}}');
    const index = pathToFileURL(join(folder, 'src', 'index.ts')).href;
    const script = `console.log(Object.keys(await import(${JSON.stringify(index)})).join())`;
    const words = ['--import', import.meta.resolve('tsx'), '--input-type=module', '--eval', script];
    expect(execFileSync(process.execPath, words, { cwd: folder, encoding: 'utf8' })).toBe('Pipeline\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
