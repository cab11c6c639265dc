import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Parsed, readReport } from '../../src/tools/answer.ts';
import { parseCoverage } from '../../src/gates/test/coverage.ts';
import { parseEslint } from '../../src/gates/lint/eslint.ts';
import { parseHadolint } from '../../src/gates/dockerfile/parse.ts';
import { parseJestReport } from '../../src/gates/test/jest-report.ts';
import { parseMocha } from '../../src/gates/test/mocha-report.ts';
import { parseNodeTest } from '../../src/gates/test/node-test-report.ts';
import { parseJunit } from '../../src/gates/test/junit.ts';
import { checkLockfile } from '../../src/gates/audit/lockfile.ts';
import { bunAudit } from '../../src/gates/audit/managers/bun.ts';
import type { AuditManager } from '../../src/gates/audit/managers/manager.ts';
import { pnpmAudit } from '../../src/gates/audit/managers/pnpm.ts';
import { yarnAudit } from '../../src/gates/audit/managers/yarn.ts';
import { yarnClassicAudit } from '../../src/gates/audit/managers/yarn-classic.ts';
import { parseAudit } from '../../src/gates/audit/report.ts';
import { readLockfile } from '../../src/gates/packages/read-lockfile.ts';
import { parseNpmAudit } from '../../src/gates/audit/npm-audit.ts';
import { parseNpmSignatures } from '../../src/gates/audit/npm-signatures.ts';
import { parseSarif } from '../../src/tools/sarif.ts';
import { parseSemgrep } from '../../src/gates/semgrep/parse.ts';
import { parseTrivyVersion } from '../../src/gates/scan/trivy-version.ts';
import { parseTrivy } from '../../src/gates/scan/trivy.ts';
import { fixture } from '../support/fixture.ts';
import { capturedLockfile } from '../support/locked.ts';

/** Every parser of a machine format, with a good report and the exit code that belongs to it. */
const parsers: [name: string, good: string, parse: (text: string) => Parsed<unknown>][] = [
  ['eslint', 'eslint.json', (text) => parseEslint({ text, exitCode: 1 })],
  ['semgrep', 'semgrep.json', (text) => parseSemgrep({ text, exitCode: 1 })],
  ['hadolint', 'hadolint.json', (text) => parseHadolint({ text, exitCode: 1, dockerfile: 'FROM a' })],
  ['sarif', 'codeql.sarif.json', (text) => parseSarif({ text, exitCode: 0 }, { tool: 'codeql' })],
  [
    'npm-audit',
    'npm-audit.json',
    (text) => parseNpmAudit({ text, exitCode: 1, lockfile: fixture('lockfile.json') }),
  ],
  [
    'npm-audit lockfile',
    'lockfile.json',
    (lockfile) => parseNpmAudit({ text: fixture('npm-audit.json'), exitCode: 1, lockfile }),
  ],
  ['npm-signatures', 'npm-signatures.json', (text) => parseNpmSignatures({ text, exitCode: 1 })],
  ['lockfile', 'lockfile.json', (text) => checkLockfile(text)],
  ['pnpm-audit', 'pnpm-audit.json', (text) => audited(pnpmAudit, text)],
  ['yarn-audit of Yarn 1', 'yarn-1-audit.jsonl', (text) => audited(yarnClassicAudit, text)],
  ['yarn-audit of Yarn 3', 'yarn-3-audit.json', (text) => audited(yarnAudit, text)],
  ['bun-audit', 'bun-audit.json', (text) => audited(bunAudit, text)],
  [
    'read lockfile',
    'read-lockfile.json',
    (text) => readReport('lockfile', () => ({ findings: [], facts: readLockfile(text, 'pnpm-lock.yaml') })),
  ],
  ['trivy', 'trivy-image.json', (text) => parseTrivy({ text, exitCode: 0 })],
  ['trivy version', 'trivy-version.json', (text) => parseTrivyVersion({ text, exitCode: 0 })],
  ['vitest', 'vitest-5.json', (text) => parseJestReport({ text, exitCode: 1 }, { tool: 'vitest' })],
  ['jest', 'jest-30.json', (text) => parseJestReport({ text, exitCode: 1 }, { tool: 'jest' })],
  ['mocha', 'mocha.json', (text) => parseMocha({ text, exitCode: 1 })],
  ['node:test', 'node-test.xml', (text) => parseNodeTest({ text, exitCode: 1 })],
  ['junit', 'junit.xml', (text) => parseJunit({ text, exitCode: 1 })],
  ['coverage', 'coverage-summary.json', (text) => parseCoverage({ text })],
];

/** The answer of a manager that ended as it does with a finding. */
function audited(manager: AuditManager, stdout: string): Parsed<unknown> {
  const output = { stdout, stderr: '', exitCode: 1 };
  return parseAudit(manager, output, { lockfile: capturedLockfile(), version: undefined });
}

const wrong: [what: string, text: string][] = [
  ['nothing', ''],
  ['white space', ' \n\t '],
  ['null', 'null'],
  ['a number', '42'],
  ['a text', '"clean"'],
  ['an empty object', '{}'],
  ['a list of numbers', '[1, 2, 3]'],
  ['the answer of a proxy', '<!doctype html><title>502 Bad Gateway</title>'],
  ['an escape sequence', '\u001b[2J\u001b]0;owned\u0007'],
  [
    'a hostile prototype',
    '{"__proto__": {"runs": [], "results": [], "version": "2.1.0"}, "constructor": {"prototype": {}}}',
  ],
  ['deep nesting', '['.repeat(100_000)],
  ['a megabyte of anything', 'x'.repeat(1_000_000)],
];

describe.each(parsers)('%s', (_name, good, parse) => {
  test('reads its fixture', () => {
    expect(parse(fixture(good))).toMatchObject({ ok: true });
  });

  test.each(wrong)('%s is not a report without findings', (_what, text) => {
    expect(parse(text)).toMatchObject({ ok: false, reason: expect.stringMatching(/^.{5,700}$/) as string });
  });

  test('a report that is cut off anywhere is not readable', () => {
    const text = fixture(good).trimEnd();
    for (let length = 0; length < text.length; length += Math.max(1, Math.floor(text.length / 400))) {
      expect(parse(text.slice(0, length)), `cut at ${String(length)}`).toMatchObject({ ok: false });
    }
  });

  test('whatever JSON comes, it answers', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const answer = parse(text);
        // An empty list is ESLint's word for no file, which the gate turns into "unavailable".
        expect(answer.ok).toBe(answer.ok && text.trim() === '[]');
      }),
      { numRuns: 200 },
    );
  });
});

test('no reason carries escape sequences or more than a few lines', () => {
  for (const [, , parse] of parsers) {
    const answer = parse(`\u001b[31m${'evil\n'.repeat(10_000)}`);
    expect(answer.ok).toBe(false);
    const { reason } = { reason: '', ...answer };
    expect(reason.includes('\u001b') || reason.includes('\n')).toBe(false);
  }
});

test('no parser touches the prototype of objects', () => {
  for (const [, , parse] of parsers)
    parse('{"__proto__": {"polluted": true}, "packages": {"__proto__": {"polluted": true}}}');
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});
