import type { Finding } from '../../src/verdict/finding.ts';
import type { GateResult, Verdict } from '../../src/verdict/model.ts';

/** A gate that passed; a test states only its difference. */
export function gate(change: Partial<GateResult> = {}): GateResult {
  const name = change.gate ?? 'lint';
  return {
    gate: name,
    stage: name,
    outcome: 'passed',
    reason: 'nothing found in 412 files',
    findings: [],
    allowed: false,
    needs: [],
    startMs: 0,
    durationMs: 8400,
    ...change,
  };
}

/** A finding; a test states only its difference. */
export function finding(change: Partial<Finding> = {}): Finding {
  return {
    tool: 'eslint',
    rule: 'no-unused-vars',
    severity: 'HIGH',
    message: "'token' is assigned a value but never used.",
    file: 'service/src/routes/auth/handlers.ts',
    line: 42,
    column: 9,
    ...change,
  };
}

const digest = 'sha256:3489c7674813ba5d8b1a9977baea8a6e553784dab7b84759d1014dbd78f7ebd5';

/** The gates of a green run of the whole pipeline, with times as they are on two cores. */
export const greenGates: readonly GateResult[] = [
  gate({ gate: 'lint', durationMs: 21_400, reason: 'eslint, prettier and tsc: 412 files, nothing found' }),
  gate({ gate: 'semgrep', stage: 'sast', durationMs: 14_900, reason: '0 findings in 231 files' }),
  gate({
    gate: 'codeql',
    stage: 'sast',
    outcome: 'unavailable',
    allowed: true,
    durationMs: 2100,
    reason: 'the CodeQL bundle cannot be fetched: no route to its host',
  }),
  gate({
    gate: 'audit',
    stage: 'sca',
    durationMs: 6300,
    reason: '0 findings in 318 packages, 1 tolerated',
    notes: ['2 packages run a script when they are installed: esbuild, protobufjs'],
    tolerated: [
      finding({
        tool: 'npm-audit',
        rule: 'GHSA-vh95-rmgr-6w4m',
        severity: 'MEDIUM',
        message: 'minimist 0.0.8 (affected: <0.2.1): Prototype Pollution in minimist',
        file: 'package-lock.json',
        url: 'https://github.com/advisories/GHSA-vh95-rmgr-6w4m',
        aliases: ['CVE-2020-7598'],
        tags: ['CWE-1321'],
        dependency: {
          name: 'minimist',
          version: '0.0.8',
          path: 'mkdirp@0.5.1 > minimist@0.0.8',
          production: false,
          fixedIn: '0.2.1',
        },
      }),
    ],
  }),
  gate({ gate: 'test', durationMs: 47_800, reason: '412 tests passed, lines 93.4 %' }),
  gate({
    gate: 'image',
    needs: ['lint', 'semgrep', 'codeql', 'audit', 'test'],
    startMs: 47_900,
    durationMs: 18_200,
    reason: '142 MB, runs as uid 1000',
  }),
  gate({
    gate: 'scan-vulnerabilities',
    stage: 'scan',
    needs: ['image'],
    startMs: 66_200,
    durationMs: 9700,
    reason: '0 findings in 96 packages',
    notes: ['vulnerability database of 2026-11-23, 17 hours old'],
  }),
  gate({
    gate: 'scan-config',
    stage: 'scan',
    needs: ['image'],
    startMs: 66_200,
    durationMs: 5200,
    reason: '0 findings in 14 files',
  }),
  gate({
    gate: 'scan-secrets',
    stage: 'scan',
    needs: ['image'],
    startMs: 66_200,
    durationMs: 4800,
    reason: '0 findings',
  }),
  gate({
    gate: 'smoke',
    needs: ['image'],
    startMs: 66_200,
    durationMs: 4300,
    reason: 'healthy after 0.4 s, stopped after 0.2 s with code 0',
  }),
];

/** A green verdict; a test states only its difference. */
export function verdict(change: Partial<Verdict> = {}): Verdict {
  return {
    schemaVersion: 1,
    project: 'messenger',
    revision: '3f2a9c1d7be04a1f9d21c6f0c3f5a1be77ad0c42',
    outcome: 'passed',
    exitCode: 0,
    gates: greenGates,
    notConfigured: [{ gate: 'hadolint', reason: 'not named by pipeline.json' }],
    images: [
      { reference: `node:24.21.0-trixie-slim@${digest}`, purpose: 'lint, test, base of the image' },
      { reference: 'semgrep/semgrep:1.182.0', purpose: 'semgrep', madeFromPackages: true },
      { reference: 'postgres:18.1', purpose: 'test' },
    ],
    coverage: { lines: 93.46, branches: 90.02, functions: 95, statements: 93.1 },
    exceptions: [
      {
        tool: 'npm-audit',
        id: 'GHSA-vh95-rmgr-6w4m',
        reason: 'development only, no untrusted input reaches it',
        owner: 'ana@example.org',
        expires: '2027-01-31',
        state: 'used',
      },
    ],
    durationMs: 75_900,
    ...change,
  };
}

/** A red verdict: five findings of three gates, and what they stopped. */
export function redVerdict(): Verdict {
  const stop = { outcome: 'unavailable', stoppedBy: 'lint', reason: 'stopped by lint' } as const;
  const gates = greenGates.map((row): GateResult => {
    if (row.gate === 'lint')
      return {
        ...row,
        outcome: 'failed',
        reason: 'eslint: 2 findings; prettier: 1 finding; tsc: 0 findings',
        findings: lintFindings,
      };
    if (row.gate === 'semgrep')
      return { ...row, outcome: 'failed', reason: '1 finding in 231 files', findings: [sqlFinding] };
    if (row.gate === 'audit')
      return { ...row, outcome: 'failed', reason: '1 finding in 318 packages', findings: [packageFinding] };
    if (row.startMs === 0) return row;
    const { gate: name, stage, allowed, needs = [], findings } = row;
    return { gate: name, stage, allowed, needs, findings, ...stop };
  });
  return verdict({ gates, outcome: 'failed', exitCode: 1, durationMs: 47_900 });
}

const lintFindings = [
  finding(),
  finding({
    rule: 'import-x/no-cycle',
    message: 'Dependency cycle detected.',
    file: 'service/src/store/sqlite.ts',
    line: 3,
    column: 1,
  }),
  finding({
    tool: 'prettier',
    rule: 'format',
    message: 'is not formatted',
    file: 'service/src/app.ts',
    line: 1,
    fix: 'dagger call format -y',
  }),
];

const sqlFinding = finding({
  tool: 'semgrep',
  rule: 'sql-concatenation',
  severity: 'CRITICAL',
  message: 'SQL built by concatenation with a value from the request: whoever sends it chooses the query.',
  file: 'service/src/store/users.ts',
  line: 117,
  column: 21,
  fix: "Use parameters: db.query('select ... where name = $1', [name]).",
  url: 'https://owasp.org/Top10/A03_2021-Injection/',
  tags: ['CWE-89', 'OWASP A03:2021'],
});

const packageFinding = finding({
  tool: 'npm-audit',
  rule: 'GHSA-35jh-r3h4-6jhm',
  severity: 'HIGH',
  message: 'lodash 4.17.20 (affected: <4.17.21): Command Injection in lodash',
  file: 'package-lock.json',
  fix: 'Update lodash to 4.17.21.',
  url: 'https://github.com/advisories/GHSA-35jh-r3h4-6jhm',
  aliases: ['CVE-2021-23337'],
  tags: ['CWE-77'],
  dependency: {
    name: 'lodash',
    version: '4.17.20',
    path: '@messenger/service > async-tools@2.1.0 > lodash@4.17.20',
    production: true,
    range: '<4.17.21',
    fixedIn: '4.17.21',
  },
});

/** Text that no report may act on. */
export const hostileText =
  '</script><script>alert(1)</script> <img src=x onerror=alert(1)> "\'`&lt; [link](javascript:alert(1)) | cell | @everyone ]]> \u202egnp.exe \u0000 \u001b[31m ' +
  'averyveryverylongwordwithoutanybreak'.repeat(12);

/** A verdict in which every text that comes from outside is hostile. */
export function hostileVerdict(): Verdict {
  const evil = finding({
    rule: hostileText,
    message: hostileText,
    file: hostileText,
    fix: hostileText,
    url: 'javascript:alert(1)',
    tags: [hostileText],
    aliases: [hostileText],
    dependency: { name: hostileText, version: hostileText, path: hostileText },
  });
  return verdict({
    project: hostileText,
    revision: hostileText,
    outcome: 'failed',
    exitCode: 1,
    gates: [
      gate({
        outcome: 'failed',
        reason: hostileText,
        notes: [hostileText],
        findings: [evil],
        tolerated: [evil],
      }),
    ],
    notConfigured: [{ gate: hostileText, reason: hostileText }],
    images: [{ reference: hostileText, purpose: hostileText }],
    exceptions: [
      {
        tool: hostileText,
        id: hostileText,
        reason: hostileText,
        owner: hostileText,
        expires: '2027-01-31',
        state: 'expired',
      },
    ],
  });
}

/** A red verdict with many findings, of all severities and gates in turn. */
export function manyFindings(number: number): Verdict {
  const names = ['lint', 'semgrep', 'audit'];
  const severities = ['HIGH', 'CRITICAL', 'MEDIUM', 'HIGH', 'LOW'] as const;
  const all = Array.from({ length: number }, (_, index) =>
    finding({
      severity: severities[index % severities.length] ?? 'LOW',
      rule: `rule-${String(index % 17)}`,
      file: `service/src/routes/part-${String(index % 40)}/handlers.ts`,
      line: index + 1,
      message: `Finding number ${String(index + 1)}: the value of 'input' reaches a sink that trusts it.`,
      ...(index % 3 === 0 ? { fix: 'Check it against a schema first.' } : {}),
    }),
  );
  const gates = redVerdict().gates.map((row) => {
    const place = names.indexOf(row.gate);
    if (place < 0) return row;
    const findings = all.filter((_, index) => index % names.length === place);
    return { ...row, findings, reason: `${String(findings.length)} findings` };
  });
  return verdict({ gates, outcome: 'failed', exitCode: 1 });
}
