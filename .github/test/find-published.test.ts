import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { readWorkflow } from '../policy/workflow.ts';
import { workflowTexts } from './files.ts';

const { jobs } = readWorkflow('nightly.yml', workflowTexts['nightly.yml'] ?? '');
const script = jobs['find']?.steps.find(({ id }) => id === 'find')?.run ?? '';

/** The three calls of GitHub's command line that the script makes: runs, their artifacts, an artifact's file. */
const gh = `#!/bin/bash
case "$1 $2" in
  'run list') printf '%s\\n' $RUNS ;;
  "api repos/o/r/actions/runs/$BROKEN/"*) exit 1 ;;
  "api repos/o/r/actions/runs/"*) for run in $PUBLISHED; do [[ "$2" == */runs/$run/* ]] && echo 1; done; true ;;
  'run download') echo "example.com/app:$3@sha256:${'a'.repeat(64)}" > published.txt ;;
esac
`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'find-'));
  writeFileSync(join(folder, 'gh'), gh, { mode: 0o755 });
  for (const file of ['output', 'summary']) writeFileSync(join(folder, file), '');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Runs the script as GitHub does, with runs of cd.yml, the newest first, and those of them that published. */
function find(runs: string, published: string, broken = 'none') {
  const { status } = spawnSync('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', script], {
    cwd: folder,
    env: {
      ...{ PATH: `${folder}:${process.env['PATH'] ?? ''}`, GH_REPO: 'o/r' },
      ...{ RUNS: runs, PUBLISHED: published, BROKEN: broken },
      ...{ GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary') },
    },
  });
  const text = (file: string): string => readFileSync(join(folder, file), 'utf8').trim();
  return { status, output: text('output'), summary: text('summary') };
}

it('takes the newest run that published, whatever became of it', () => {
  expect(find('9 8 7', '8 7')).toMatchObject({
    status: 0,
    output: `image=example.com/app:8@sha256:${'a'.repeat(64)}`,
  });
});

it('does not ask how a run ended, beyond that it did something', () => {
  expect(script).not.toContain('--status');
  expect(script).toContain('select(.conclusion != "skipped")');
});

it.each([
  ['there is no run', ''],
  ['no run published', '9 8'],
])('hands nothing on where %s, and says so', (_, runs) => {
  const { status, output, summary } = find(runs, '');
  expect({ status, output }).toEqual({ status: 0, output: '' });
  expect(summary).toMatch(/^None of the last ten runs of cd\.yml/);
});

it('is red where a run cannot be asked: an older digest is not taken for the newest', () => {
  expect(find('9 8', '8', '9')).toMatchObject({ status: 1, output: '' });
});
