import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { readWorkflow } from '../policy/workflow.ts';
import { workflowTexts } from './files.ts';

const { jobs } = readWorkflow('nightly.yml', workflowTexts['nightly.yml'] ?? '');
const script = jobs['find']?.steps.find(({ id }) => id === 'find')?.run ?? '';
const gh = new URL('fixtures/gh.js', import.meta.url).pathname;
const missing = spawnSync('jq', ['--version']).error === undefined ? '' : 'there is no jq here';

/** A run of cd.yml, as GitHub tells of it. */
interface Run {
  readonly id: number;
  readonly conclusion?: string;
  readonly published?: 'kept' | 'expired';
  /** GitHub does not answer for its artifacts. */
  readonly broken?: boolean;
}

/** Runs the script as GitHub does, after such runs of cd.yml, the newest first. */
function find(...runs: readonly Run[]) {
  const folder = mkdtempSync(join(tmpdir(), 'find-'));
  try {
    const file = (name: string): string => join(folder, name);
    writeFileSync(file('gh'), `#!/bin/sh\nexec '${process.execPath}' '${gh}' '${file('runs.json')}' "$@"\n`, {
      mode: 0o755,
    });
    writeFileSync(file('runs.json'), JSON.stringify(runs.map((run) => ({ conclusion: 'success', ...run }))));
    for (const name of ['output', 'summary']) writeFileSync(file(name), '');
    const { status } = spawnSync('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', script], {
      cwd: folder,
      env: {
        PATH: `${folder}:${process.env['PATH'] ?? ''}`,
        GH_REPO: 'o/r',
        GITHUB_OUTPUT: file('output'),
        GITHUB_STEP_SUMMARY: file('summary'),
      },
    });
    const text = (name: string): string => readFileSync(file(name), 'utf8').trim();
    return { status, output: text('output'), summary: text('summary') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const taken = (id: number): object => ({
  status: 0,
  output: `image=example.com/app:${String(id)}@sha256:${'a'.repeat(64)}`,
});
const several = (count: number, run: Omit<Run, 'id'>): Run[] =>
  Array.from({ length: count }, (_, index) => ({ id: 100 - index, ...run }));

describe.skipIf(missing !== '')(`the nightly scan${missing && ` (skipped: ${missing})`}`, () => {
  it('takes the newest run that published, whatever became of it', () => {
    const red: Run = { id: 8, conclusion: 'failure', published: 'kept' };
    expect(find({ id: 9 }, red, { id: 7, published: 'kept' })).toMatchObject(taken(8));
  });

  it('looks behind runs that skipped everything, however many', () => {
    const skipped = several(30, { conclusion: 'skipped' });
    expect(find(...skipped, { id: 7, published: 'kept' })).toMatchObject(taken(7));
  });

  it.each<[string, Run[]]>([
    ['there is no run', []],
    ['no run published', [{ id: 9 }, { id: 8 }]],
    ['what was published is kept no longer', [{ id: 9, published: 'expired' }]],
    ['none of the last ten published', [...several(10, {}), { id: 7, published: 'kept' }]],
  ])('hands nothing on where %s, and says so', (_, runs) => {
    const { status, output, summary } = find(...runs);
    expect({ status, output }).toEqual({ status: 0, output: '' });
    expect(summary).toMatch(/^None of the last ten runs of cd\.yml/);
  });

  it('is red where a run cannot be asked: an older digest is not taken for the newest', () => {
    const runs: Run[] = [
      { id: 9, broken: true },
      { id: 8, published: 'kept' },
    ];
    expect(find(...runs)).toMatchObject({ status: 1, output: '' });
  });
});
