import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { folder, isLeft, ownName, ownVariable, removeLeft } from './folders.ts';

/** The name that a test process had, which has ended since. */
function nameOfEnded(): string {
  const program = `import { readFileSync, readlinkSync } from 'node:fs';
    const space = readlinkSync('/proc/self/ns/pid').replaceAll(/\\D/g, '');
    const stat = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ')[19];
    process.stdout.write(\`messenger-test-\${space}-\${process.pid}-\${stat}\`);`;
  return spawnSync(process.execPath, ['--input-type=module', '--eval', program]).stdout.toString();
}

describe('leftovers of a killed test run', () => {
  it('are recognised by name, unlike folders in use and those of other programs', () => {
    const left = nameOfEnded();
    expect([left, `${left}-x`].map(isLeft)).toEqual([true, true]);
    expect([ownName, `${ownName}-x`, 'messenger-x', ''].map(isLeft)).toEqual([false, false, false, false]);
    expect(isLeft(left.replace(/messenger-test-\d+/, 'messenger-test-1'))).toBe(false);
  });

  it('are removed: folders, and processes that still run', async () => {
    const parent = folder();
    const left = nameOfEnded();
    const folders = [`${left}-x`, `${ownName}-x`, 'other'].map((name) => join(parent, name));
    for (const made of folders) mkdirSync(join(made, 'data'), { recursive: true });
    const sleeping = (name: string, cwd = parent) =>
      spawn('sleep', ['1000'], { cwd, env: { ...process.env, [ownVariable]: name } });
    const orphan = sleeping(left);
    const server = sleeping('', join(folders[0] ?? '', 'data'));
    const others = [sleeping(ownName), ...folders.slice(1).map((made) => sleeping('', join(made, 'data')))];
    const all = [orphan, server, ...others];
    await Promise.all(all.map((child) => once(child, 'spawn')));
    const ended = Promise.all([once(orphan, 'exit'), once(server, 'exit')]);
    await removeLeft(parent);
    expect(await ended).toEqual([
      [null, 'SIGKILL'],
      [null, 'SIGQUIT'],
    ]);
    expect(others.map(({ exitCode, signalCode }) => exitCode ?? signalCode)).toEqual(others.map(() => null));
    for (const child of others) child.kill();
    expect(folders.map((made) => existsSync(made))).toEqual([false, true, true]);
  });
});

describe('a folder', () => {
  let made = '';
  afterAll(() => {
    expect(existsSync(made)).toBe(false);
  });

  it('exists as long as the test that created it', () => {
    made = folder();
    expect(made).toContain(ownName);
    expect(existsSync(made)).toBe(true);
  });
});
