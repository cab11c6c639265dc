import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const repository = join(import.meta.dirname, '../../..');

/** As README says it: npm puts the workspace's own Node first on PATH, whichever Node the machine has. */
function setup(...args: string[]) {
  return spawnSync('npm', ['run', '--silent', 'setup', '--', ...args], { cwd: repository, encoding: 'utf8' });
}

describe('npm run setup', () => {
  test('refuses an unknown argument with exit code 2, before it looks at anything', () => {
    const { status, stderr, stdout } = setup('--test');
    expect(status).toBe(2);
    expect(stderr).toMatch(/Unknown argument: --test\. Expected --tests, --help or nothing\./);
    expect(stdout).toBe('');
  });

  test('explains itself', () => {
    const { status, stdout } = setup('--help');
    expect(status).toBe(0);
    expect(stdout).toContain('--tests');
  });
});
