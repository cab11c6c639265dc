import { describe, expect, it } from 'vitest';
import type { ManagerUse } from '../../dagger/src/project/manager-use.ts';
import { call } from '../support/call.ts';
import type { Greeter } from '../support/greeter.ts';
import { needs } from '../support/images.ts';
import { lock, managed } from '../support/managed.ts';

needs('node');

const cases: readonly (readonly [what: string, use: ManagerUse, drift: RegExp])[] = [
  ['pnpm 9', { name: 'pnpm', version: '9.15.9' }, /pnpm-lock\.yaml is not up to date/],
  ['pnpm 12', { name: 'pnpm', version: '12.18.0' }, /pnpm-lock\.yaml is not up to date/],
  ['Yarn 1', { name: 'yarn', version: '1.22.22' }, /Your lockfile needs to be updated/],
  ['Yarn 4', { name: 'yarn', version: '4.18.1' }, /The lockfile would have been modified/],
  ['Bun', { name: 'bun', version: '1.4.5' }, /lockfile had changes, but lockfile is frozen/],
];

/** A project that is tested, and is red once its lockfile is not that of its package.json. */
async function proved(project: Greeter, drift: RegExp): Promise<void> {
  const tested = await call(...project.arguments, 'test');
  expect(tested.stdout, tested.stderr).toMatch(/^test: passed: 2 tests passed/m);
  project.replace('package.json', '"devDependencies": {', '"devDependencies": {\n    "kleur": "4.1.5",');
  const drifted = await call(...project.arguments, 'test');
  expect(drifted.stderr).toMatch(drift);
  expect(drifted.exitCode).toBe(1);
}

describe('a project goes through its tests by its own manager, and is red for a lockfile that is out of date', () => {
  it.each(cases)('%s', async (_what, use, drift) => {
    using project = await lock(managed(use), use);
    await proved(project, drift);
  });

  it("Yarn's Plug'n'Play is installed as node_modules, and told of", async () => {
    const use: ManagerUse = { name: 'yarn', version: '4.18.1' };
    using project = await lock(managed(use), use);
    const tested = await call(...project.arguments, 'test');
    expect(tested.stdout, tested.stderr).toMatch(/Plug'n'Play/);
    project.write('.yarnrc.yml', 'nodeLinker: node-modules\n');
    const said = await call(...project.arguments, 'test');
    expect(said.stdout, said.stderr).toMatch(/^test: passed/m);
    expect(said.stdout).not.toMatch(/Plug'n'Play/);
  });
});

describe('a project without a lockfile', () => {
  it.each<[string, ManagerUse]>([
    ['npm', { name: 'npm' }],
    ['Yarn', { name: 'yarn', version: '4.18.1' }],
  ])('is tested over what %s installs today, and red in audit', async (name, use) => {
    using project = managed(use);
    const tested = await call(...project.arguments, 'test');
    expect(tested.stdout, tested.stderr).toMatch(/^test: passed: 2 tests passed/m);
    expect(tested.stdout).toMatch(new RegExp(`^test: no lockfile: what ${name} installs today`, 'm'));
    const audited = await call(...project.arguments, 'audit');
    expect(audited.stderr).toMatch(/package\.json: missing \(lockfile, HIGH\): There is no lockfile/);
    expect(audited.exitCode).toBe(1);
  });

  it('but with those of two other managers is refused by name', async () => {
    using project = managed({ name: 'npm' })
      .write('yarn.lock', '# yarn lockfile v1\n')
      .write('bun.lock', '{}\n');
    const ended = await call(...project.arguments, 'lint');
    expect(ended.stderr).toMatch(/found bun\.lock \(bun\) and yarn\.lock \(yarn\)/);
    expect(ended.exitCode).toBe(2);
  });
});
