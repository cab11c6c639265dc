import { describe, expect, test } from 'vitest';

import { adoptText } from '../../src/adopt/adopt-text.ts';
import { lowerText } from '../../src/adopt/lower-text.ts';
import { type AdoptFacts, proposalOf } from '../../src/adopt/proposal.ts';
import { carriedRows, rowsInUse } from '../../src/gates/order.ts';
import { factsOf } from '../../src/project/facts/facts.ts';
import { verdictOf } from '../../src/verdict/verdict.ts';
import { covered, factsWith, finding, gate, red } from './sample.ts';

const files: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({ devDependencies: { eslint: '^10.0.0' } }),
  '.env.example': 'DATABASE_URL=\n',
};

/** The text, by section. */
function sectionsOf(change: Partial<AdoptFacts>): Map<string, string[]> {
  const facts = factsWith(change);
  const verdict = verdictOf({
    project: 'p',
    revision: 'r',
    gates: facts.gates,
    notConfigured: [],
    images: [],
    exceptions: [],
    durationMs: 1,
  });
  const text = adoptText({
    facts: factsOf({ paths: Object.keys(files), text: (path) => files[path] }),
    verdict,
    rows: facts.rows,
    proposal: proposalOf(facts),
    today: '2026-11-30',
  });
  const parts = text.split(/^(?=\S)/m).map((part) => part.split('\n').filter((line) => line !== ''));
  return new Map(parts.map(([heading = '', ...lines]) => [heading, lines.map((line) => line.trim())]));
}

describe('the text of adopt', () => {
  test('has what was found, what the gates say and what is proposed', () => {
    const sections = sectionsOf({ gates: [red('lint', finding())] });
    expect(sections.get('What was found:')?.join('\n')).toMatch(/lint +eslint \^10\.0\.0 +package\.json/);
    expect(sections.get('What every gate says today:')).toEqual(
      expect.arrayContaining([expect.stringMatching(/^lint +failed/)]),
    );
    expect(sections.get('What is proposed:')?.[0]).toMatch(
      /^pipeline\.baseline\.json +carries 1 finding in 1 file, so that only what is new is red; owner Ada, last day 2027-02-28$/,
    );
  });

  test('names no gate that is green with the proposal', () => {
    const coverage = finding({ tool: 'vitest', rule: 'coverage-lines' });
    const sections = sectionsOf({
      gates: [red('lint', finding()), red('test', coverage)],
      coverage: covered(41),
    });
    expect([...sections.keys()]).not.toContain('What is not green with that:');
  });

  test('names what stays red or unavailable, with its first findings', () => {
    const failures = Array.from({ length: 7 }, (_, index) =>
      finding({ tool: 'vitest', rule: 'test-failed', line: index + 1 }),
    );
    const critical = finding({ tool: 'semgrep', rule: 'eval', severity: 'CRITICAL' });
    const sections = sectionsOf({
      gates: [
        red('lint', finding()),
        red('semgrep', critical, finding({ tool: 'semgrep', rule: 'weak' })),
        gate({ gate: 'audit', outcome: 'unavailable', reason: 'the registry does not answer' }),
        red('test', ...failures),
      ],
    });
    const lines = sections.get('What is not green with that:') ?? [];
    expect(lines.slice(0, 3)).toEqual([
      'semgrep: failed: r; the baseline carries 1',
      'b.js:1: eval (semgrep, CRITICAL): m',
      'audit: unavailable: the registry does not answer',
    ]);
    expect(lines.at(-1)).toBe('... and 2 more');
    expect(sections.get('What is left to you:')).toEqual([
      '.env.example names variables that tests may need: DATABASE_URL',
    ]);
  });

  test('names gates of one reason together', () => {
    const gates = ['image', 'smoke'].map((name) =>
      gate({ gate: name, outcome: 'unavailable', reason: 'no registry answers' }),
    );
    const rows = rowsInUse(['image', 'smoke']);
    expect(sectionsOf({ gates, rows }).get('What is not green with that:')).toEqual([
      'image, smoke: unavailable: no registry answers',
    ]);
  });

  test('leaves the right to run code on installation to a person', () => {
    const script = finding({
      tool: 'lockfile',
      rule: 'install-script',
      dependency: { name: 'esbuild', version: '1.0.0' },
    });
    expect(sectionsOf({ gates: [red('audit', script)] }).get('What is left to you:')).toEqual([
      'what may run code on installation is not proposed: read the scripts of esbuild, then name in audit.installScripts those that are needed',
    ]);
  });

  test('obeys nothing that a finding says', () => {
    const hostile = finding({ tool: 'vitest', rule: 'test-failed', message: '\u001b[2J\n::error::x' });
    const text = [...sectionsOf({ gates: [red('test', hostile)] }).values()].flat().join('\n');
    expect(text).not.toContain('\u001b');
    expect(text).not.toMatch(/^::/m);
  });
});

describe('the text of baseline', () => {
  const entries = ['a.js', 'b.js'].map((file) => ({ tool: 'eslint', rule: 'no-var', file, count: 2 }));
  const before = { owner: 'Ada', until: '2027-02-28', findings: entries };
  const rows = carriedRows(['lint']);
  const [first] = entries;

  test('has each entry that is lower', () => {
    const after = { ...before, findings: first === undefined ? [] : [{ ...first, count: 1 }] };
    expect(lowerText(before, after, { gates: [gate()], rows }).split('\n')).toEqual([
      'pipeline.baseline.json can carry 3 findings fewer, 1 left:',
      '  eslint no-var in a.js: 2 -> 1',
      '  eslint no-var in b.js: 2 -> 0',
    ]);
  });

  test('says what could not be checked, and so stays', () => {
    const gates = [gate({ outcome: 'unavailable', reason: 'npm does not answer' })];
    expect(lowerText(before, before, { gates, rows }).split('\n')).toEqual([
      'pipeline.baseline.json stays as it is: no count is lower today',
      'what eslint finds could not be checked, so its counts stay: lint: npm does not answer',
    ]);
  });
});
