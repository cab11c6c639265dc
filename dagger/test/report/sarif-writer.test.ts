import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/verdict/finding.ts';
import { severities } from '../../src/verdict/finding.ts';
import { parseSarif } from '../../src/tools/sarif.ts';
import { plainLine, plainText } from '../../src/verdict/plain-text.ts';
import { renderSarif, renderSarifFiles } from '../../src/report/sarif-writer.ts';
import { readable } from '../support/fixture.ts';
import { finding, hostileVerdict, redVerdict } from './sample.ts';

const ajv = new Ajv({ strict: false, unicodeRegExp: false });
formats.default(ajv);
const schemaFile = new URL(import.meta.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'));
// It names draft 4, of which it uses nothing that draft 7 reads in another way.
const schema = readFileSync(schemaFile, 'utf8')
  .replace(/"\$schema": "[^"]*",/, '')
  .replace(/"id": "http[^"]*",/, '');
const validate = ajv.compile(JSON.parse(schema) as object);

/** What the SARIF 2.1.0 schema has against a log; nothing when it is valid. */
function faults(text: string): unknown[] {
  validate(JSON.parse(text));
  return validate.errors ?? [];
}

interface Log {
  readonly runs: readonly {
    readonly tool: {
      readonly driver: { readonly rules: readonly { readonly id: string; readonly properties: object }[] };
    };
    readonly automationDetails: { readonly id: string };
    readonly results: readonly {
      readonly level: string;
      readonly suppressions?: unknown;
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string };
          readonly region: object;
        };
      }[];
    }[];
  }[];
}

const runOf = (text: string): Log['runs'][number] | undefined => (JSON.parse(text) as Log).runs[0];

describe('the SARIF 2.1.0 schema', () => {
  test.each([
    ['findings of every gate', redVerdict()],
    ['hostile text', hostileVerdict()],
  ])('takes %s', (_what, sample) => {
    const files = renderSarifFiles(sample, ['eslint', 'prettier', 'semgrep', 'npm-audit']);
    for (const text of files.values()) expect(faults(text)).toEqual([]);
  });

  test('takes no finding at all', () => {
    expect(faults(renderSarif([], { tool: 'eslint' }))).toEqual([]);
  });

  test('would refuse a result without a message', () => {
    expect(
      faults(renderSarif([finding()], { tool: 'eslint' }).replaceAll('"message"', '"massage"')),
    ).not.toEqual([]);
  });
});

describe('what GitHub asks for', () => {
  test('each tool has a file and a category of its own, also without findings', () => {
    const files = renderSarifFiles(redVerdict(), ['eslint', 'tsc']);
    expect([...files.keys()]).toEqual(['eslint.sarif', 'tsc.sarif']);
    expect(runOf(files.get('eslint.sarif') ?? '')).toMatchObject({
      automationDetails: { id: 'eslint/' },
      results: [{}, {}],
    });
    expect(runOf(files.get('tsc.sarif') ?? '')?.results).toEqual([]);
  });

  test('at most 25,000 results, the worst of them', () => {
    const many = Array.from({ length: 25_010 }, (_, index) =>
      finding({ severity: index < 20 ? 'LOW' : 'HIGH', line: index + 1 }),
    );
    const levels = runOf(renderSarif(many, { tool: 'eslint' }))?.results.map(({ level }) => level) ?? [];
    expect([levels.length, levels.filter((level) => level === 'note').length]).toEqual([25_000, 10]);
  });

  test('a place for every result', () => {
    const nowhere: Finding = {
      tool: 'trivy',
      rule: 'CVE-2026-1',
      severity: 'HIGH',
      message: 'bash 5.0: a flaw',
    };
    const run = runOf(renderSarif([nowhere], { tool: 'trivy', place: 'Dockerfile' }));
    expect(run?.results[0]?.locations[0]?.physicalLocation).toMatchObject({
      artifactLocation: { uri: 'Dockerfile' },
      region: { startLine: 1 },
    });
  });

  test('a score for weaknesses, none for style', () => {
    const of = (tool: string) =>
      runOf(renderSarif([finding({ tool, tags: ['CWE-89'] })], { tool }))?.tool.driver.rules[0]?.properties;
    expect(of('npm-audit')).toEqual({
      'security-severity': '8.0',
      tags: ['security', 'external/cwe/cwe-089'],
    });
    expect(of('eslint')).toEqual({ tags: ['external/cwe/cwe-089'] });
  });

  test("a rule's score is that of its worst finding", () => {
    const found = (['LOW', 'CRITICAL', 'MEDIUM'] as const).map((severity) =>
      finding({ tool: 'lockfile', severity }),
    );
    expect(runOf(renderSarif(found, { tool: 'lockfile' }))?.tool.driver.rules).toMatchObject([
      { properties: { 'security-severity': '9.5' } },
    ]);
  });

  test('a path is a relative reference', () => {
    const run = runOf(renderSarif([finding({ file: 'src/a b#1?.ts' })], { tool: 'eslint' }));
    expect(run?.results[0]?.locations[0]?.physicalLocation.artifactLocation.uri).toBe('src/a%20b%231%3F.ts');
  });
});

test('tolerated findings are written as suppressed and read back as such', () => {
  const text = renderSarif([finding()], { tool: 'eslint', tolerated: [finding({ line: 50 })] });
  const { findings, facts } = readable(parseSarif({ text, exitCode: 0 }, { tool: 'eslint' }));
  expect([findings.map(({ line }) => line), facts.suppressed.map(({ line }) => line)]).toEqual([[42], [50]]);
});

test('what the source suppresses is written with a suppression of that kind', () => {
  const text = renderSarif([], {
    tool: 'eslint',
    tolerated: [finding({ line: 50 })],
    suppressed: [finding({ line: 60 })],
  });
  const kinds = runOf(text)?.results.map(({ suppressions }) => suppressions);
  expect(kinds).toMatchObject([[{ kind: 'external' }], [{ kind: 'inSource' }]]);
});

test('whatever a weakness is called, it comes back as it was written', () => {
  const word = fc
    .string({ unit: 'binary', maxLength: 30 })
    .map((text) => plainLine(`x${text}`))
    .filter((text) => text === text.trim());
  const message = fc
    .oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('[a](1)', '\\[a](1) [b](2)', '[[a](1)](2)', '{0} {{1}}', 'a]](3)'),
    )
    .map((text) => plainText(`m${text}`));
  const findings = fc.record({
    tool: fc.constant('lockfile'),
    rule: word.filter((text) => !text.includes('/')),
    severity: fc.constantFrom(...severities),
    message,
    file: word.map((text) => `src/${text}`).filter((text) => plainLine(text) === text),
    line: fc.integer({ min: 1, max: 1_000_000 }),
    column: fc.integer({ min: 1, max: 1000 }),
  });
  fc.assert(
    fc.property(
      fc.uniqueArray(findings, { maxLength: 5, selector: ({ rule }) => rule }),
      (written: Finding[]) => {
        const text = renderSarif(written, { tool: 'lockfile' });
        expect(faults(text)).toEqual([]);
        const read = readable(parseSarif({ text, exitCode: 0 }, { tool: 'lockfile' })).findings;
        const byRule = (left: Finding, right: Finding) => (left.rule < right.rule ? -1 : 1);
        expect(read.toSorted(byRule)).toEqual(written.toSorted(byRule));
      },
    ),
  );
});
