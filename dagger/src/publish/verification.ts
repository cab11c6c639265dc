import type { Found } from '../registry/registry-answer.ts';
import { type CosignResult, reasonOf } from '../registry/cosign.ts';
import { type Provenance, readProvenance } from './read-provenance.ts';

/** Requirements for an image. */
export interface Expectation {
  /** Empty for any builder. */
  readonly builder: string;
  /** Empty for any revision. */
  readonly revision: string;
}

/** Evidence about an image in the registry. */
export interface VerificationEvidence {
  readonly found: Found;
  readonly signature: CosignResult | undefined;
  readonly provenance: CosignResult | undefined;
  /** For each image of the index, or for the single image, by its manifest's digest. */
  readonly packageLists: readonly { readonly manifest: string; readonly result: CosignResult | undefined }[];
}

/** The result of a verification. */
export interface Verification {
  readonly outcome: 'passed' | 'failed' | 'unavailable';
  /** The verified facts or the problems, one per line. */
  readonly lines: readonly string[];
  /** The commit that the provenance names; empty unless passed. */
  readonly revision: string;
}

/** Predicate type of a signature over an image; attestations are signed too and have others. */
const imageSignature = 'https://sigstore.dev/cosign/sign/v1';

/**
 * Decides whether an image is verified: signed, built from a clean commit that passed every gate, by the expected
 * builder, with a list of packages for each platform.
 */
export function decideVerification(evidence: VerificationEvidence, expected: Expectation): Verification {
  const { found, signature, provenance, packageLists } = evidence;
  if (found.digest === undefined)
    return failed([`the registry has no ${found.reference}: nothing of that digest was published there`]);
  const results = [signature, provenance, ...packageLists.map(({ result }) => result)];
  const unread = results.find(
    (result) => result === undefined || (result.exitCode !== 0 && result.unreachable),
  );
  if (unread !== undefined) return { ...failed([reasonOf(unread)]), outcome: 'unavailable' };
  if (results.includes(undefined)) return { ...failed(['cosign left no answer']), outcome: 'unavailable' };
  const problems = [
    ...signatureProblems(signature),
    ...provenanceProblems(provenance, expected),
    ...packageLists.flatMap(listProblems),
  ];
  if (problems.length > 0) return failed(problems);
  return { outcome: 'passed', ...shown(evidence) };
}

function failed(lines: readonly string[]): Verification {
  return { outcome: 'failed', lines, revision: '' };
}

function signatureProblems(result: CosignResult | undefined): string[] {
  if (result?.exitCode !== 0) return [`signature: ${result === undefined ? 'none' : reasonOf(result)}`];
  return result.claims.includes(imageSignature)
    ? []
    : ['signature: attestations are signed, the image is not'];
}

function provenanceProblems(result: CosignResult | undefined, expected: Expectation): string[] {
  if (result?.exitCode !== 0) return [`provenance: ${result === undefined ? 'none' : reasonOf(result)}`];
  const all = result.statements.map(({ predicate }) => readProvenance(predicate));
  if (all.length === 0) return ['provenance: none'];
  // There are several if the same digest was published twice: each of them must be valid.
  return [
    ...new Set(
      all.flatMap((one) =>
        one === undefined
          ? ['provenance: it does not have the shape of a provenance']
          : problemsOf(one, expected),
      ),
    ),
  ];
}

function problemsOf({ builder, revision, gates }: Provenance, expected: Expectation): string[] {
  const red = gates.filter(({ outcome }) => outcome !== 'passed').map(({ gate }) => gate);
  const checks: readonly [boolean, string][] = [
    [builder === '', 'it does not name its builder'],
    [
      expected.builder !== '' && builder !== expected.builder,
      `its builder is ${builder}, expected ${expected.builder}`,
    ],
    [!/^[0-9a-f]{40,64}$/.test(revision), `its revision is not a clean commit: ${revision}`],
    [
      expected.revision !== '' && revision !== expected.revision,
      `its revision is ${revision}, expected ${expected.revision}`,
    ],
    [gates.length === 0, 'it does not name any gate'],
    [red.length > 0, `gates that did not pass: ${red.join(', ')}`],
  ];
  return checks.filter(([wrong]) => wrong).map(([, sentence]) => `provenance: ${sentence}`);
}

function listProblems({ manifest, result }: VerificationEvidence['packageLists'][number]): string[] {
  if (result?.exitCode !== 0)
    return [`list of packages of ${manifest}: ${result === undefined ? 'none' : reasonOf(result)}`];
  const holds = result.statements.some(({ predicate }) => predicate['bomFormat'] === 'CycloneDX');
  return holds ? [] : [`list of packages of ${manifest}: none in CycloneDX`];
}

function shown({ found, provenance, packageLists }: VerificationEvidence): Omit<Verification, 'outcome'> {
  const [first] = provenance?.statements ?? [];
  const read = readProvenance(first?.predicate ?? {});
  const { builder = '', revision = '' } = read ?? {};
  const lines = [
    `signature: by the expected signer, over ${found.digest ?? ''}`,
    `provenance: revision ${revision}, builder ${builder}`,
    gatesLine(read),
    ...packageLists.map(({ manifest, result }) => {
      const packages = result?.statements.at(-1)?.predicate['components'];
      return `list of packages of ${manifest}: ${typeof packages === 'number' ? String(packages) : '?'} components`;
    }),
  ];
  return { lines, revision };
}

/** The gates that the image passed, those that its project does not have, and what a baseline carried. */
function gatesLine({ gates = [], notConfigured = [], carried = 0 }: Partial<Provenance> = {}): string {
  return [
    `gates passed: ${gates.map(({ gate }) => gate).join(', ')}`,
    ...(notConfigured.length === 0 ? [] : [`not configured: ${notConfigured.join(', ')}`]),
    ...(carried === 0 ? [] : [`findings that a baseline carried: ${String(carried)}`]),
  ].join('; ');
}
