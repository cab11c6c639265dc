import type { Finding, Severity } from '../verdict/finding.ts';
import { severities } from '../verdict/finding.ts';

/** Tools whose findings are security weaknesses, which GitHub shows with a score; other findings are about quality. */
const securityTools = [
  'semgrep',
  'codeql',
  'npm-audit',
  'pnpm-audit',
  'yarn-audit',
  'bun-audit',
  'npm-signatures',
  'lockfile',
  'trivy',
  'hadolint',
];

/** The middle of GitHub's band for each severity (SARIF support for code scanning, security-severity). */
const scores: Readonly<Record<Severity, string>> = {
  CRITICAL: '9.5',
  HIGH: '8.0',
  MEDIUM: '5.5',
  LOW: '2.0',
};

/** SARIF's own level for each severity. */
export const levels: Readonly<Record<Severity, string>> = {
  CRITICAL: 'error',
  HIGH: 'error',
  MEDIUM: 'warning',
  LOW: 'note',
};

interface Rule {
  readonly id: string;
  readonly [property: string]: unknown;
}

/** One descriptor per rule, with the worst severity of its findings: GitHub takes the score from the rule. */
export function rulesOf(findings: readonly Finding[]): Rule[] {
  const worst = new Map<string, Finding>();
  for (const finding of findings) {
    const known = worst.get(finding.rule);
    if (known === undefined || rank(finding) > rank(known)) worst.set(finding.rule, finding);
  }
  return [...worst.values()].map((finding) => ({
    id: finding.rule,
    name: finding.rule,
    shortDescription: { text: finding.rule },
    defaultConfiguration: { level: levels[finding.severity] },
    ...(finding.fix === undefined ? {} : { help: { text: finding.fix } }),
    ...(finding.url === undefined ? {} : { helpUri: asciiUrl(finding.url) }),
    properties: {
      ...score(finding),
      tags: [...(isSecurity(finding) ? ['security'] : []), ...tagsOf(finding)],
    },
  }));
}

function rank({ severity }: Finding): number {
  return severities.indexOf(severity);
}

function isSecurity({ tool }: Finding): boolean {
  return securityTools.includes(tool);
}

/** GitHub's score, only for a security weakness. */
export function score(finding: Finding): { 'security-severity'?: string } {
  return isSecurity(finding) ? { 'security-severity': scores[finding.severity] } : {};
}

/** Tags in GitHub's notation: `CWE-89` as it shows a weakness. */
function tagsOf({ tags = [] }: Finding): string[] {
  return [
    ...new Set(
      tags.map((tag) =>
        tag.replace(/^CWE-(\d+)$/, (_whole, id: string) => `external/cwe/cwe-${id.padStart(3, '0')}`),
      ),
    ),
  ];
}

/** An address with non-ASCII characters percent-encoded; encoded ones are unchanged. */
function asciiUrl(url: string): string {
  return url.toWellFormed().replace(/[^!-~]/gu, encodeURIComponent);
}
