import { describe, expect, test } from 'vitest';
import type { Deployment } from '../../src/deploy/proof/model.ts';
import { deploymentOf } from '../../src/deploy/proof/deployment.ts';
import { longDuration, short } from '../../src/report/deployment-words.ts';
import { renderDeploymentPage, renderPage } from '../../src/report/page.ts';
import { renderDeploymentSummary, renderSummary } from '../../src/report/summary.ts';
import { begun, deployed, green, pod, probe, proof, rolledBack } from '../deploy/sample.ts';
import { verdict } from './sample.ts';

const hostile = '</pre><script>alert(1)</script>|`*"\'';
const failing = (): Deployment =>
  deploymentOf(
    begun({ failure: { step: 'validate', outcome: 'failed', rule: 'unknown-field', message: hostile } }),
  );
const nasty = (): Deployment => ({
  ...rolledBack(),
  reason: hostile,
  notes: [hostile],
  pods: [{ pod: hostile, description: hostile, events: hostile, logs: hostile, previousLogs: hostile }],
  proof: proof({
    pods: [pod({ name: hostile, revision: hostile })],
    oldPods: [hostile],
    probe: probe({ failed: 1, failures: [{ atMs: 30_000, reason: hostile, connection: 'new' }] }),
  }),
});

const samples: Record<string, () => Deployment> = {
  'a sound update': green,
  'a rollback': rolledBack,
  'a refusal': failing,
  'hostile text': nasty,
};

test('a deployment that no gate ran before has a page and a summary of its own', () => {
  const page = renderDeploymentPage(green());
  expect(page).toContain('What proves it');
  expect(page).not.toContain('id="gates"');
  expect(page).toMatch(/^<!doctype html>.*<\/html>\n$/s);
  const summary = renderDeploymentSummary(rolledBack());
  expect(summary).toContain('## Rollback');
  expect(summary).not.toContain('## Gates');
});

describe.each(Object.entries(samples))('%s', (_name, make) => {
  const page = renderPage(verdict(), { deployment: make() });
  test('opens what it closes, and runs nothing', () => {
    const body = page.replace(/<style>.*?<\/style>/s, '').replace(/<script>.*?<\/script>/s, '');
    expect(body).not.toMatch(/<(?:script|link|img|iframe|object|embed|base)\b/i);
    expect(body).not.toMatch(/<[^>]*\s(?:style|src|on\w+)=/i);
    const tags = [...body.matchAll(/<(\/?)([a-z]\w*)[^>]*?(\/?)>/gi)];
    const open: string[] = [];
    for (const [, end, tag = '', self] of tags) {
      if (self === '/' || /^(?:meta|br|input|hr|doctype)$/i.test(tag)) continue;
      if (end === '/') expect(open.pop()).toBe(tag);
      else open.push(tag);
    }
    expect(open).toEqual([]);
  });
  test('no text starts markup in the summary', () => {
    const summary = renderSummary(verdict(), { deployment: make() });
    expect(summary).not.toContain('<script');
    expect(summary).not.toMatch(/[^\\]`/);
  });
});

test('a sound update is told with its figures', () => {
  const summary = renderSummary(verdict(), { deployment: green() });
  expect(summary).toContain('# 🟢 Deployed and proved\\: new serves in messenger');
  expect(summary).toContain('Requests failed\\: 0 of 1,000');
  expect(summary).toContain('| old-pods | 🟢 passed | all gone |');
});

test('a rollback is told with both proofs, the checks that failed first in the sentence', () => {
  const page = renderPage(verdict(), { deployment: rolledBack() });
  expect(page).toContain('<em>Deployment failed:</em> rollout, replicas, restarts, old-pods.');
  expect(page).toContain('old serves again, proved after 14 s.');
  expect(page).toContain('<body class="is-failed">');
  expect(page.match(/<td>network-policy<\/td>/g)).toHaveLength(2);
});

test('without a deployment the page is what it was', () => {
  expect(renderPage(verdict())).not.toContain('id="deployment"');
});

test('a failed request is marked where it happened', () => {
  const failures = [{ atMs: 20_000, reason: '503', connection: 'new' }] as const;
  const deployment = deploymentOf(deployed({ proof: proof({ probe: probe({ failed: 1, failures }) }) }));
  const page = renderPage(verdict(), { deployment });
  // The probe began 10 s before the first event of 25 s, so 20 s later is 10 s into the drawing: 40 %.
  expect(page).toMatch(/class="bar is-failed" x="40\.00%"/);
});

test.each([
  [59_000, '59 s'],
  [3_670_000, '1 h 1 min'],
  [187_200_000, '2 d 4 h'],
])('%d ms is %s', (ms, words) => {
  expect(longDuration(ms)).toBe(words);
});

test('a commit is quoted short, another name as it is, a mark of a dirty tree kept', () => {
  expect([short('0123456789abcdef0123456789abcdef01234567-dirty'), short('baseline')]).toEqual([
    '0123456789ab-dirty',
    'baseline',
  ]);
});
