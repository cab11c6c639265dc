import { describe, expect, it } from 'vitest';
import type { ManagerUse } from '../../dagger/src/project/manager-use.ts';
import { call, type Ended } from '../support/call.ts';
import type { Greeter } from '../support/greeter.ts';
import { needs } from '../support/images.ts';
import { scriptedName, scriptedProject } from '../support/scripted.ts';

needs('node');

const test = (project: Greeter): Promise<Ended> => call(...project.arguments, 'test');
const allowing = (...installScripts: string[]): string =>
  JSON.stringify({ gates: ['test'], audit: { installScripts } });

const managers: readonly (readonly [what: string, use: ManagerUse])[] = [
  ['npm', { name: 'npm' }],
  ['pnpm', { name: 'pnpm', version: '10.34.9' }],
  ['Yarn 1', { name: 'yarn', version: '1.22.22' }],
  ['Yarn 4', { name: 'yarn', version: '4.18.1' }],
  ['Bun', { name: 'bun', version: '1.4.5' }],
];

describe.each(managers)('of %s, a package', (_what, use) => {
  it('runs its install script where it is allowed, and else is named by the tests that miss what that makes', async () => {
    using project = scriptedProject(use);
    const red = await test(project);
    expect(red.stderr).toMatch(
      /^test: tests miss what the install script of native-word makes, .* write "audit": \{"installScripts": \["native-word"\]\} in pipeline\.json/m,
    );
    expect(red.exitCode).not.toBe(0);
    project.write('pipeline.json', allowing(scriptedName));
    const green = await test(project);
    expect(green.stdout, green.stderr).toMatch(/^test: passed: 2 tests passed/m);
    expect(green.exitCode).toBe(0);
  });
});

it("the package manager's own list allows and denies", async () => {
  const own = (isAllowed: boolean): Greeter =>
    scriptedProject({ name: 'npm' }, 'node install.js', { allowScripts: { [scriptedName]: isAllowed } });
  using allowed = own(true);
  expect((await test(allowed)).exitCode).toBe(0);
  using denied = own(false).write('pipeline.json', allowing(scriptedName));
  expect((await test(denied)).stderr).toMatch(/tests miss what the install script of native-word makes/);
});

it('a script that cannot reach a host is unavailable, with the package and the host', async () => {
  const script = `node -e "require('node:https').get('https://binaries.invalid/word.node')"`;
  using project = scriptedProject({ name: 'npm' }, script).write('pipeline.json', allowing(scriptedName));
  const ended = await test(project);
  expect(ended.stderr).toMatch(
    /^test: unavailable: the install script of native-word@1\.0\.0 could not reach binaries\.invalid: Error: getaddrinfo/m,
  );
  expect(ended.exitCode).toBe(3);
});

it('a script that lacks a compiler is unavailable, with what to add', async () => {
  using project = scriptedProject({ name: 'npm' }, 'node-gyp rebuild').write(
    'pipeline.json',
    allowing(scriptedName),
  );
  const ended = await test(project);
  expect(ended.stderr).toMatch(
    /^test: unavailable: the install script of native-word@1\.0\.0 lacks python3 \(node\.packages in pipeline\.json/m,
  );
  expect(ended.exitCode).toBe(3);
});
