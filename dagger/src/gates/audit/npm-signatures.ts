import type { Finding } from '../../verdict/finding.ts';
import { endedWith, type Parsed, readReport, type ToolOutput, unreadable } from '../../tools/answer.ts';
import type { JsonCursor } from '../../verdict/json.ts';
import { ShapeError } from '../../verdict/json.ts';
import { readJson } from '../../verdict/json-text.ts';
import { makeFinding } from '../../tools/make-finding.ts';
import { refuseNpmError } from './npm-error.ts';
import { plainLine } from '../../verdict/plain-text.ts';

/** Facts of an `npm audit signatures` report besides its findings. */
export interface NpmSignaturesFacts {
  /** Packages whose signature or attestation is wrong. */
  readonly invalid: number;
  /** Packages without a signature from a registry that signs its packages. */
  readonly missing: number;
}

/**
 * Reads the output of `npm audit signatures --json`.
 * @returns not ok if it is no such report: the registry has no keys, nothing is installed, or npm failed
 */
export function parseNpmSignatures({ text, exitCode }: ToolOutput): Parsed<NpmSignaturesFacts> {
  if (exitCode !== 0 && exitCode !== 1) return unreadable(tool, endedWith(exitCode));
  return readReport(tool, () => {
    const report = readJson(text);
    refuseNpmError(report);
    const invalid = report.at('invalid').items();
    const missing = report.at('missing').items();
    const findings = [...invalid.map(invalidFinding), ...missing.map(missingFinding)];
    if (exitCode === 1 && findings.length === 0)
      throw new ShapeError('ended with code 1 and names no package');
    return { findings, facts: { invalid: invalid.length, missing: missing.length } };
  });
}

const tool = 'npm-signatures';

/**
 * A finding for an invalid entry: EATTESTATIONVERIFY is a wrong provenance, every other code a wrong registry
 * signature.
 */
function invalidFinding(entry: JsonCursor): Finding {
  const attestation = entry.at('code').optionalText() === 'EATTESTATIONVERIFY';
  const what = attestation ? 'the provenance attestation' : "the registry's signature";
  const detail = entry.at('message').optionalText();
  return makeFinding({
    tool,
    rule: attestation ? 'invalid-attestation' : 'invalid-signature',
    severity: 'CRITICAL',
    message: `${what} of ${nameOf(entry)} is wrong${detail === undefined ? '' : `: ${detail}`}`,
    fix: 'Do not install it: what the registry delivers is not what was published.',
    dependency: dependencyOf(entry),
  });
}

function missingFinding(entry: JsonCursor): Finding {
  return makeFinding({
    tool,
    rule: 'missing-signature',
    severity: 'HIGH',
    message: `${nameOf(entry)} has no signature, though its registry signs packages`,
    fix: 'Find out why before it is installed: somebody may stand between you and the registry.',
    dependency: dependencyOf(entry),
  });
}

function nameOf(entry: JsonCursor): string {
  return `${entry.at('name').text()}@${entry.at('version').text()}`;
}

function dependencyOf(entry: JsonCursor): NonNullable<Finding['dependency']> {
  const path = entry.at('location').optionalText();
  return {
    name: plainLine(entry.at('name').text()),
    version: plainLine(entry.at('version').text()),
    ...(path === undefined ? {} : { path: plainLine(path) }),
  };
}
