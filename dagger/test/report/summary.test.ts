import { describe, expect, test } from 'vitest';
import { renderSummary, summaryLimitBytes } from '../../src/report/summary.ts';
import { finding, gate, hostileVerdict, manyFindings, redVerdict, verdict } from './sample.ts';

const bytes = (text: string): number => Buffer.byteLength(text);

/** The cells of each row of a table, as GitHub splits them. */
const rows = (text: string): string[][] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

describe('the summary', () => {
  test('begins with the verdict', () => {
    expect(renderSummary(redVerdict()).split('\n').slice(0, 3)).toEqual([
      '# 🔴 Failed\\: lint, semgrep and audit\\.',
      '',
      'messenger · 3f2a9c1d7be04a1f9d21c6f0c3f5a1be77ad0c42 · 48 s · exit code 1',
    ]);
  });

  test('has a row for each part of a gate, below the gate', () => {
    const parts = [{ folder: 'packages/a|b', outcome: 'failed', reason: '1 test failed' }] as const;
    const table = rows(renderSummary(verdict({ gates: [gate({ parts }), gate({ gate: 'test' })] })));
    expect(table.slice(2, 5).map(([name, state]) => [name, state])).toEqual([
      ['lint', '🟢 passed'],
      ['↳ packages/a\\|b', '🔴 failed'],
      ['test', '🟢 passed'],
    ]);
  });

  test('has a row for every gate, the ones left out too', () => {
    const table = rows(renderSummary(redVerdict()));
    expect(table.slice(2, 13).map(([gate, state]) => [gate, state])).toEqual([
      ['lint', '🔴 failed'],
      ['semgrep', '🔴 failed'],
      ['codeql', '⚪ unavailable (allowed)'],
      ['audit', '🔴 failed'],
      ['test', '🟢 passed'],
      ['image', '⚫ stopped'],
      ['scan\\-vulnerabilities', '⚫ stopped'],
      ['scan\\-config', '⚫ stopped'],
      ['scan\\-secrets', '⚫ stopped'],
      ['smoke', '⚫ stopped'],
      ['hadolint', 'not configured'],
    ]);
  });

  test('tells what stopped a gate, coverage, and images made from packages', () => {
    const text = renderSummary(redVerdict());
    expect(text).toContain('stopped by lint');
    expect(text).toContain('Coverage: 93\\.4 % of lines, 90\\.0 % of branches');
    expect(text).toContain('1 image made from packages');
  });

  test('lists findings by gate with place, rule and what to do', () => {
    const text = renderSummary(redVerdict());
    expect(text).toContain('## semgrep: 1 finding');
    expect(text).toContain(
      '| CRITICAL | <code>service/src/store/users\\.ts\\:117\\:21</code> | sql\\-concatenation |',
    );
    expect(text).toContain('*Update lodash to 4\\.17\\.21\\.*');
  });

  test('of a green run has no findings and leaves nothing out', () => {
    expect(renderSummary(verdict())).not.toMatch(/## |left out here/);
  });

  test('names exceptions that are red', () => {
    expect(renderSummary(hostileVerdict())).toMatch(/^- 🔴 exception for .* is expired$/m);
  });

  test('keeps hostile text in its cell, on its line, without a tag', () => {
    const text = renderSummary(hostileVerdict());
    expect(text.replaceAll(/<\/?code>/g, '')).not.toMatch(/<|javascript:/);
    expect(new Set(rows(text).map((cells) => cells.length))).toEqual(new Set([4]));
  });
});

describe("GitHub's limit", () => {
  test('is kept with 20,000 findings, and the rest is counted', () => {
    const text = renderSummary(manyFindings(20_000));
    expect(bytes(text)).toBeLessThanOrEqual(summaryLimitBytes);
    expect(bytes(text)).toBeGreaterThan(summaryLimitBytes * 0.99);
    const shown = rows(text).filter(([severity = '']) =>
      /^(?:LOW|MEDIUM|HIGH|CRITICAL)$/.test(severity),
    ).length;
    const left = Number(/\*\*([\d,]+) findings left out here\*\*/.exec(text)?.[1]?.replace(',', ''));
    expect(shown + left).toBe(20_000);
  });

  test.each([2500, 4000, 10_000])('of %i bytes is kept too', (limitBytes) => {
    const text = renderSummary(manyFindings(300), { limitBytes });
    expect(bytes(text)).toBeLessThanOrEqual(limitBytes);
    expect(text).toMatch(/findings left out here/);
  });

  test('nothing is said of what was left out when nothing was', () => {
    expect(renderSummary(manyFindings(300))).not.toContain('left out here');
  });
});

describe('what asks for less than the defaults', () => {
  const weaker = verdict({
    weakened: [{ setting: '/coverage/lines', text: 'is 40 %, by default 85 %', than: 'defaults' }],
    gates: [gate({ suppressed: [finding({ rule: 'ts-ignore', message: '// @ts-ignore *because*' })] })],
  });

  test('is told: settings and what the source silences', () => {
    const text = renderSummary(weaker);
    expect(text).toContain('- `/coverage/lines` is 40 %, by default 85 %');
    expect(text).toContain('Suppressed in the source, lint:');
    expect(text).toContain('ts\\-ignore');
    expect(text).not.toContain('*because*');
  });

  test('says what is weaker than the target branch, and why nothing could be compared', () => {
    const setting = { setting: 'Dockerfile', text: 'is gone', than: 'base' as const };
    const compared = verdict({ weakened: [setting], base: { name: 'origin/HEAD', commit: 'c1' } });
    expect(renderSummary(compared)).toContain('Weaker than origin/HEAD:\n\n- `Dockerfile` is gone\n');
    const alone = verdict({ base: { name: 'origin/HEAD', reason: 'no *base*' } });
    expect(renderSummary(alone)).toContain('Not compared with a target branch: no \\*base\\*\n');
  });

  test('is not told where there is none', () => {
    expect(renderSummary(verdict())).not.toMatch(/Weaker|Suppressed/);
  });
});
