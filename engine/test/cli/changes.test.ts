import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../support/temporary.ts';
import { fixtureCall } from './fixture-call.ts';

const call = fixtureCall('chained');

/** A source that the fixture's `format` changes. */
function source(folder: string): void {
  mkdirSync(join(folder, 'gone', 'deep'), { recursive: true });
  writeFileSync(join(folder, 'gone', 'deep', 'file'), 'x');
  writeFileSync(join(folder, 'a.txt'), 'a\n');
  writeFileSync(join(folder, 'kept.txt'), 'k\n');
  writeFileSync(join(folder, 'old.txt'), 'o\n');
}

const summary = '~ a.txt\n- gone/\n+ new/\n+ new/b.txt\n- old.txt\n\n5 paths change\n';

function isFormatted(folder: string): boolean {
  return (
    readFileSync(join(folder, 'a.txt'), 'utf8') === 'formatted\n' &&
    existsSync(join(folder, 'new', 'b.txt')) &&
    existsSync(join(folder, 'kept.txt')) &&
    !existsSync(join(folder, 'old.txt')) &&
    !existsSync(join(folder, 'gone'))
  );
}

describe('changes that a function answers', () => {
  test.each(['-y', '--auto-apply'])('are shown, and applied to the current folder by %s', async (flag) => {
    using folder = temporaryFolder();
    source(folder.path);
    const { exitCode, stdout, stderr } = await call(`--source . format ${flag}`, { workdir: folder.path });
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: `${summary}The changes were applied.\n`,
    });
    expect(isFormatted(folder.path)).toBe(true);
  });

  test('are an error without a terminal, which says how to apply them, and nothing is written', async () => {
    using folder = temporaryFolder();
    source(folder.path);
    const { exitCode, stderr } = await call('--source . format', { workdir: folder.path });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(summary);
    expect(stderr).toMatch(/there is no terminal to ask at\nGive -y to apply them to the current folder/);
    expect(readFileSync(join(folder.path, 'a.txt'), 'utf8')).toBe('a\n');
    expect(existsSync(join(folder.path, 'old.txt'))).toBe(true);
  });

  test.each([
    [true, 'The changes were applied.'],
    [false, 'The changes were discarded.'],
  ])('are applied only when the person at the terminal agrees: %s', async (agrees, said) => {
    using folder = temporaryFolder();
    source(folder.path);
    const questions: string[] = [];
    const confirm = (question: string): Promise<boolean> => {
      questions.push(question);
      return Promise.resolve(agrees);
    };
    const { exitCode, stderr } = await call('--source . format', { workdir: folder.path, confirm });
    expect(questions).toEqual(['Apply these changes?']);
    expect(stderr).toContain(said);
    expect({ exitCode, formatted: isFormatted(folder.path) }).toEqual({ exitCode: 0, formatted: agrees });
  });

  test('that are none say so, and nobody is asked', async () => {
    using folder = temporaryFolder();
    source(folder.path);
    expect(await call('--source . formatted', { workdir: folder.path })).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: 'There is nothing to change.\n',
    });
  });

  test('are written by export too, removed files included', async () => {
    using folder = temporaryFolder();
    using other = temporaryFolder();
    source(folder.path);
    source(other.path);
    const line = `--source . format export --path=${other.path}`;
    const { exitCode, stdout } = await call(line, { workdir: folder.path });
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${other.path}\n` });
    expect(isFormatted(other.path)).toBe(true);
    expect(isFormatted(folder.path)).toBe(false);
  });

  test('that would go through a link out of the folder are refused, and nothing is written', async () => {
    using folder = temporaryFolder();
    using other = temporaryFolder();
    source(folder.path);
    mkdirSync(join(other.path, 'elsewhere'));
    mkdirSync(join(other.path, 'target'));
    symlinkSync(join(other.path, 'elsewhere'), join(other.path, 'target', 'new'));
    const line = `--source . format export --path=${join(other.path, 'target')}`;
    const { exitCode, stderr } = await call(line, { workdir: folder.path });
    expect(stderr).toContain('new/b.txt: new is a link on this machine');
    expect(exitCode).toBe(1);
    expect(existsSync(join(other.path, 'target', 'a.txt'))).toBe(false);
    expect(existsSync(join(other.path, 'elsewhere', 'b.txt'))).toBe(false);
  });

  test('that are several are refused before anything runs, and can be asked for their paths', async () => {
    using folder = temporaryFolder();
    source(folder.path);
    const { exitCode, stderr } = await call('--source . format-steps -y', { workdir: folder.path });
    expect(stderr).toContain('format-steps returns several changesets');
    expect(exitCode).toBe(2);
    const paths = await call('--source . format-steps modified-paths', { workdir: folder.path });
    expect(paths.stdout).toContain('a.txt');
  });

  test('can be asked for their paths', async () => {
    using folder = temporaryFolder();
    source(folder.path);
    const ask = async (name: string) =>
      (await call(`--source . format ${name}`, { workdir: folder.path })).stdout;
    expect(await ask('added-paths')).toBe('new/\nnew/b.txt\n');
    expect(await ask('modified-paths')).toBe('a.txt\n');
    expect(await ask('removed-paths')).toBe('gone/\nold.txt\n');
    expect(await ask('is-empty')).toBe('false\n');
  });
});
