import { describe, expect, test } from 'vitest';

import { endingOfVerdict } from '../../src/ci/ending.ts';
import { publishDecision } from '../../src/publish/decide.ts';
import { provenanceOf } from '../../src/publish/provenance.ts';
import { renderPage } from '../../src/report/page.ts';
import { renderSarifFiles } from '../../src/report/sarif-writer.ts';
import { renderSummary } from '../../src/report/summary.ts';
import type { BaselineUse, Verdict } from '../../src/verdict/model.ts';
import { verdictTable } from '../../src/verdict/table.ts';
import { verdictOf } from '../../src/verdict/verdict.ts';
import { finding, gate } from './sample.ts';

const holding: BaselineUse = { owner: 'Ada', until: '2026-12-31', carried: 1, fewer: 4, state: 'holding' };
const of = (baseline: BaselineUse): Verdict =>
  verdictOf({
    project: 'p',
    revision: 'r',
    notConfigured: [],
    gates: [gate({ carried: [finding()] })],
    images: [],
    exceptions: [],
    baseline,
    durationMs: 1,
  });
const carries = 'pipeline.baseline.json carries 1 finding (owner Ada, last day 2026-12-31)';
const fewer =
  '4 findings fewer than pipeline.baseline.json carries: dagger call baseline proposes the lower counts';

describe('a verdict with carried findings is green and says so', () => {
  const verdict = of(holding);

  test('in the table', () => {
    expect(verdict.exitCode).toBe(0);
    expect(verdictTable(verdict).split('\n')).toEqual(expect.arrayContaining([carries, fewer]));
  });

  test('in the summary and in the page, with the findings themselves', () => {
    expect(renderSummary(verdict).replaceAll('\\', '')).toContain(
      `- ${carries}\n- ${fewer}\n- lint: 1 finding carried`,
    );
    const page = renderPage(verdict);
    expect(page).toContain('<h2 id="baseline">Baseline</h2>');
    expect(page).toContain(carries);
    expect(page).toMatch(/1 finding carried by the baseline: 1 high<\/summary><ul class="findings"><li>/);
  });

  test('in SARIF, as suppressed by something outside of the source', () => {
    const log = renderSarifFiles(verdict, ['eslint']).get('eslint.sarif') ?? '{}';
    expect(JSON.parse(log)).toMatchObject({
      runs: [
        {
          results: [
            {
              ruleId: 'no-unused-vars',
              suppressions: [
                {
                  kind: 'external',
                  justification: 'carried by pipeline.baseline.json until 2026-12-31, owner Ada',
                },
              ],
            },
          ],
        },
      ],
    });
  });

  test('in the provenance', () => {
    const provenance = provenanceOf({
      verdict,
      furtherGates: [],
      revision: 'r',
      repository: '',
      dockerfile: 'Dockerfile',
      version: '',
      build: { args: {} },
      images: [],
      lockfiles: [],
      bases: [],
      builder: 'b',
      invocation: '',
      startedOn: '',
      finishedOn: '',
    });
    expect(provenance).toMatchObject({
      runDetails: { byproducts: [{ name: 'verdict', annotations: { baseline: holding } }] },
    });
  });
});

describe('after the last day the verdict is red, all gates green', () => {
  const verdict = of({ ...holding, carried: 0, state: 'expired' });

  test('and says why, in every form', () => {
    expect(verdict).toMatchObject({ outcome: 'failed', exitCode: 1 });
    expect(endingOfVerdict(verdict).message).toBe(
      'failed: the last day of pipeline.baseline.json is over: 2026-12-31, owner Ada',
    );
    expect(renderPage(verdict)).toContain('the last day of the baseline is over.');
    expect(renderSummary(verdict)).toContain('🔴 pipeline');
  });

  test('and nothing is published', () => {
    expect(publishDecision(verdict, ['lint'])).toMatchObject({
      kind: 'refuse',
      reason: expect.stringContaining('2026-12-31') as string,
    });
  });
});
