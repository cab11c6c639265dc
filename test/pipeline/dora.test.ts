import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { call } from '../support/call.ts';
import { Greeter } from '../support/greeter.ts';
import { needs } from '../support/images.ts';

needs('node', 'hadolint');

let history: string;
beforeEach(() => {
  history = mkdtempSync(join(tmpdir(), 'history-'));
});
afterEach(() => {
  rmSync(history, { recursive: true });
});

function write(path: string, content: unknown): void {
  mkdirSync(dirname(join(history, path)), { recursive: true });
  writeFileSync(join(history, path), JSON.stringify(content));
}

/** As much of a record as the measures read; the rest is the schema's affair. */
function record(day: number, kind: 'kubeconfig' | 'own', outcome = 'passed'): Record<string, unknown> {
  const startedAt = new Date(Date.UTC(2026, 9, day)).toISOString();
  return {
    schemaVersion: 1,
    outcome,
    startedAt,
    durationMs: 60_000,
    cluster: { kind },
    ...(outcome === 'passed' ? { provedAt: startedAt, leadTimeMs: 1_200_000 } : {}),
    rollback:
      outcome === 'passed'
        ? { kind: 'not-needed' }
        : { kind: 'tried', recoveryMs: 14_000, proof: { outcome: 'passed' } },
  };
}

/** Exported reports of three deployments to a cluster that stays, and one to a cluster of its run's own. */
function past(): void {
  write('1/deployment.json', record(1, 'kubeconfig'));
  write('2/deployment.json', record(2, 'kubeconfig', 'failed'));
  write('deployment-3.json', record(3, 'kubeconfig'));
  write('4-deployment.json', record(4, 'own'));
  for (const beside of ['verdict.json', 'sbom.cdx.json']) write(`1/${beside}`, { outcome: 'passed' });
}

describe('dora', () => {
  it('measures exported reports as they are, by the records in them', async () => {
    using project = new Greeter();
    past();
    const { exitCode, stdout, stderr } = await call(...project.arguments, 'dora', '--history', history);
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toMatch(
      /deployment frequency +1\.00 a day .* too few runs to say +2 proved .* in 2\.0 days/,
    );
    expect(stdout).toContain("1 to clusters of their run's own left out");
    expect(stdout).toMatch(/lead time +20 min/);
    expect(stdout).toMatch(/change failure rate +33\.3 %/);
    expect(stdout).toMatch(/time to restore +14 s/);
  });

  it('refuses by name what is called a record and is none: exit code 2', async () => {
    using project = new Greeter();
    past();
    write('5/deployment.json', { outcome: 'passed' });
    const ended = await call(...project.arguments, 'dora', '--history', history);
    expect(ended.stderr).toContain('5/deployment.json is not a record of a deployment');
    expect(ended.exitCode).toBe(2);
  });

  it('refuses a history without a record: exit code 2', async () => {
    using project = new Greeter();
    write('verdict.json', { outcome: 'passed' });
    const ended = await call(...project.arguments, 'dora', '--history', history);
    expect(ended.stderr).toMatch(/--history: .*deployment\.json/);
    expect(ended.exitCode).toBe(2);
  });
});

it('report --history puts the measures into the page', async () => {
  using project = new Greeter().write(
    'pipeline.json',
    JSON.stringify({ project: 'greeter', gates: ['dockerfile'] }),
  );
  past();
  const out = join(history, 'out');
  const report = ['report', '--history', history, 'export', '--path', out];
  const ended = await call(...project.arguments, ...report);
  expect(ended.exitCode, ended.stderr).toBe(0);
  const page = readFileSync(join(out, 'index.html'), 'utf8');
  expect(page).toContain('<h2 id="dora">Delivery</h2>');
  expect(page).toContain('1 of 3 changes');
});
