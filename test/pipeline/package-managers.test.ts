import { expect, it } from 'vitest';
import { call } from '../support/call.ts';
import { needs } from '../support/images.ts';
import { lock, managed } from '../support/managed.ts';

needs('node');

const use = { name: 'pnpm', version: '10.34.9' } as const;

it('a project of pnpm is tested, linted and formatted, and red where its lockfile is not that of its package.json', async () => {
  using project = await lock(managed(use), use);
  project.replace('src/greet.ts', "return 'Hello!'", 'return   "Hello!"');
  const tested = await call(...project.arguments, 'test');
  expect(tested.stdout, tested.stderr).toMatch(/^test: passed: 2 tests passed/m);
  expect(tested.exitCode).toBe(0);
  const linted = await call(...project.arguments, 'lint');
  expect(linted.stderr).toMatch(/^src\/greet\.ts:1: format \(prettier, HIGH\)/m);
  expect(linted.exitCode).toBe(1);
  const formatted = await call(...project.arguments, 'format', 'modified-paths');
  expect(formatted.stdout.trim()).toBe('src/greet.ts');
  const added = await call(...project.arguments, 'format', 'added-paths');
  expect(added.stdout.trim()).toBe('');
  const audited = await call(...project.arguments, 'audit');
  expect(audited.stderr).toMatch(
    /0 findings in the lockfile's \d+ packages; pnpm-audit: pnpm failed to ask the registry's advisory service: .*name pnpm 11 or later as packageManager/,
  );
  expect(audited.exitCode).toBe(3);
  project.replace('package.json', '"devDependencies": {', '"devDependencies": {\n    "kleur": "4.1.5",');
  const drifted = await call(...project.arguments, 'test');
  expect(drifted.stderr).toMatch(/^test: failed: pnpm install: .*pnpm-lock\.yaml is not up to date/m);
  expect(drifted.exitCode).toBe(1);
});
