import { describe, expect, test } from 'vitest';

import type { GateResult } from '../../src/verdict/model.ts';
import { type CosignResult, parseCosign, signingFlags, verifyingFlags } from '../../src/registry/cosign.ts';
import { type BuildFacts, localBuilder, provenanceOf } from '../../src/publish/provenance.ts';
import { decideVerification, type VerificationEvidence } from '../../src/publish/verification.ts';

const revision = 'a'.repeat(40);
const hex = (digit: string): string => digit.repeat(64);
const gate = (name: string, outcome: GateResult['outcome'] = 'passed'): GateResult => ({
  gate: name,
  stage: name,
  outcome,
  reason: 'why',
  findings: [],
  allowed: false,
});
const leftOut = { gate: 'codeql', reason: 'not named by pipeline.json' };
const facts: BuildFacts = {
  verdict: {
    project: 'app',
    outcome: 'passed',
    gates: [gate('lint')],
    notConfigured: [leftOut],
    images: [
      { reference: `node:24@sha256:${hex('1')}`, purpose: 'base of the image' },
      { reference: 'semgrep:1', purpose: 'semgrep' },
    ],
  },
  furtherGates: [{ gate: 'image (linux/arm64)', outcome: 'passed', reason: 'built' }],
  revision,
  repository: 'git+https://example.com/app.git',
  dockerfile: 'Dockerfile',
  build: { args: {} },
  version: '1.0',
  images: [{ platform: 'linux/amd64', configuration: `sha256:${hex('c')}` }],
  lockfiles: [{ name: 'package-lock.json', digest: `sha256:${hex('2')}` }],
  bases: [`node:24@sha256:${hex('1')}`],
  builder: 'https://example.com/cd',
  invocation: 'run 7',
  startedOn: '2026-01-01T00:00:00Z',
  finishedOn: '2026-01-01T00:01:00Z',
};

describe('provenance', () => {
  test('says how the image was built, where pipeline.json does', () => {
    const build = { target: 'production', args: { NODE: '22' }, context: 'api' };
    expect(provenanceOf({ ...facts, build })['buildDefinition']).toMatchObject({
      externalParameters: { target: 'production', buildArguments: { NODE: '22' }, context: 'api' },
    });
  });

  test('names commit, lockfile, base and tool images as materials, by digest where there is one', () => {
    expect(provenanceOf(facts)['buildDefinition']).toEqual({
      buildType: expect.stringMatching(/^https:/) as string,
      externalParameters: {
        revision,
        dockerfile: 'Dockerfile',
        version: '1.0',
        platforms: ['linux/amd64'],
      },
      resolvedDependencies: [
        { uri: `git+https://example.com/app.git@${revision}`, digest: { gitCommit: revision } },
        { name: 'package-lock.json', digest: { sha256: hex('2') } },
        {
          uri: `docker://node:24@sha256:${hex('1')}`,
          digest: { sha256: hex('1') },
          annotations: { purpose: 'base of the image' },
        },
        { uri: 'docker://semgrep:1', annotations: { purpose: 'semgrep' } },
      ],
    });
  });

  test('names builder and run, every gate of every platform, and those that are left out', () => {
    expect(provenanceOf(facts)['runDetails']).toEqual({
      builder: { id: 'https://example.com/cd' },
      metadata: {
        invocationId: 'run 7',
        startedOn: '2026-01-01T00:00:00Z',
        finishedOn: '2026-01-01T00:01:00Z',
      },
      byproducts: [
        {
          name: 'verdict',
          annotations: {
            project: 'app',
            outcome: 'passed',
            notConfigured: [leftOut],
            exceptions: [],
            weakened: [],
            gates: [
              { gate: 'lint', outcome: 'passed', reason: 'why' },
              { gate: 'image (linux/arm64)', outcome: 'passed', reason: 'built' },
            ],
          },
        },
        {
          name: 'image configuration, linux/amd64',
          digest: { sha256: hex('c') },
          annotations: { platform: 'linux/amd64' },
        },
      ],
    });
  });
});

const result = (change: Partial<CosignResult> = {}): CosignResult => ({
  command: 'verify',
  exitCode: 0,
  stderr: '',
  unreachable: false,
  claims: [],
  statements: [],
  ...change,
});
const stated = (predicate: Readonly<Record<string, unknown>>): CosignResult =>
  result({ statements: [{ predicateType: 'x', predicate }] });
const good: VerificationEvidence = {
  found: { reference: 'sha256:d', digest: 'sha256:d', images: [] },
  signature: result({ claims: ['https://sigstore.dev/cosign/sign/v1'] }),
  provenance: stated(provenanceOf(facts)),
  packageLists: [{ manifest: 'sha256:m', result: stated({ bomFormat: 'CycloneDX', components: 7 }) }],
};
const anything = { builder: '', revision: '' };

describe('an image', () => {
  test('is verified when signature, provenance and lists hold, and what holds is shown', () => {
    const { outcome, lines, revision: shown } = decideVerification(good, anything);
    expect({ outcome, shown }).toEqual({ outcome: 'passed', shown: revision });
    expect(lines.join('\n')).toMatch(/builder https:\/\/example.com\/cd/);
    expect(lines.join('\n')).toMatch(/gates passed: lint, image \(linux\/arm64\); not configured: codeql/);
    expect(lines.join('\n')).toMatch(/sha256:m: 7 components/);
  });

  test('is shown with the number of findings that a baseline carried', () => {
    const baseline = { owner: 'Ada', until: '2026-12-31', carried: 12, fewer: 0, state: 'holding' } as const;
    const carrying = provenanceOf({ ...facts, verdict: { ...facts.verdict, baseline } });
    const { outcome, lines } = decideVerification({ ...good, provenance: stated(carrying) }, anything);
    expect(outcome).toBe('passed');
    expect(lines.join('\n')).toContain('not configured: codeql; findings that a baseline carried: 12');
  });

  test('is verified if it was published when provenance named left-out gates without a reason', () => {
    const older = JSON.parse(
      JSON.stringify(provenanceOf(facts)).replace(JSON.stringify(leftOut), '"codeql"'),
    ) as Record<string, unknown>;
    const { outcome, lines } = decideVerification({ ...good, provenance: stated(older) }, anything);
    expect(outcome).toBe('passed');
    expect(lines.join('\n')).toContain('not configured: codeql');
  });

  const none = result({ exitCode: 1, stderr: 'WARNING: x\nError: no signatures found\nerror during' });
  const provenance = (change: Partial<BuildFacts>): VerificationEvidence => ({
    ...good,
    provenance: stated(provenanceOf({ ...facts, ...change })),
  });
  test.each<[string, VerificationEvidence, RegExp]>([
    ['is not there', { ...good, found: { reference: 'sha256:d', images: [] } }, /has no sha256:d/],
    ['has no signature', { ...good, signature: none }, /signature: no signatures found/],
    ['has signed attestations alone', { ...good, signature: result() }, /the image is not/],
    ['has no provenance', { ...good, provenance: none }, /provenance: no signatures found/],
    ['has an empty provenance', { ...good, provenance: result() }, /provenance: none/],
    [
      'has a provenance of nothing',
      { ...good, provenance: stated({}) },
      /does not name its builder.*does not name any gate/s,
    ],
    ['is of a dirty tree', provenance({ revision: `${revision}-dirty` }), /not a clean commit/],
    [
      'did not pass a gate',
      provenance({ verdict: { ...facts.verdict, gates: [gate('lint', 'failed')] } }),
      /gates that did not pass: lint/,
    ],
    ['lacks a list', { ...good, packageLists: [{ manifest: 'sha256:m', result: none }] }, /of sha256:m/],
    [
      'has a list of another kind',
      { ...good, packageLists: [{ manifest: 'sha256:m', result: stated({}) }] },
      /none in CycloneDX/,
    ],
  ])('that %s is refused', (_, evidence, reason) => {
    const { outcome, lines } = decideVerification(evidence, anything);
    expect(outcome).toBe('failed');
    expect(lines.join('\n')).toMatch(reason);
  });

  test('of another builder or commit than expected is refused', () => {
    expect(decideVerification(good, { builder: localBuilder, revision: '' }).outcome).toBe('failed');
    expect(decideVerification(good, { builder: '', revision: 'b'.repeat(40) }).outcome).toBe('failed');
    expect(decideVerification(good, { builder: 'https://example.com/cd', revision }).outcome).toBe('passed');
  });

  test('with two provenances is refused when one of them does not hold', () => {
    const bad = provenanceOf({ ...facts, verdict: { ...facts.verdict, gates: [gate('test', 'failed')] } });
    const [first] = good.provenance?.statements ?? [];
    const both = result({ statements: [...(first ? [first] : []), { predicateType: 'x', predicate: bad }] });
    expect(decideVerification({ ...good, provenance: both }, anything).outcome).toBe('failed');
  });

  test.each<[string, Partial<VerificationEvidence>]>([
    ['cosign left no answer', { signature: undefined }],
    ['the network broke', { provenance: result({ exitCode: 1, unreachable: true, stderr: 'EOF' }) }],
  ])('could not be looked at when %s, which is not a refusal', (_, change) => {
    expect(decideVerification({ ...good, ...change }, anything).outcome).toBe('unavailable');
  });
});

describe('cosign', () => {
  test('with a key signs without a public log; without one the log is what proves the time', () => {
    expect(signingFlags('key')).toContain('--tlog-upload=false');
    expect(signingFlags('identity')).toEqual(['--yes']);
    expect(verifyingFlags({ kind: 'key' })).toContain('--insecure-ignore-tlog=true');
    const keyless = verifyingFlags({ kind: 'identity', identity: '^https://example', issuer: 'https://i' });
    expect(keyless).not.toContain('--insecure-ignore-tlog=true');
  });

  test("its program's answer is read; another text is none", () => {
    expect(parseCosign('x\n{"results":[{"command":"sign","exitCode":0}]}')).toEqual([
      { command: 'sign', exitCode: 0, stderr: '', unreachable: false, claims: [], statements: [] },
    ]);
    expect(parseCosign('')).toBeUndefined();
  });
});
