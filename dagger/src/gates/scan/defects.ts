import { added, type Defect, edited } from '../defect.ts';

/** Defects that the vulnerability gate must detect. */
export const vulnerabilityDefects: readonly Defect[] = [
  {
    name: 'a copied package with a known flaw',
    gates: ['scan-vulnerabilities'],
    edits: {
      'vendor/greeter/package.json': greeter,
      Dockerfile: (before) => before.replace('COPY src src', 'COPY src src\nCOPY vendor vendor'),
    },
  },
];

/** Defects that the configuration gate must detect. */
export const configDefects: readonly Defect[] = [
  edited('a root user', ['scan-config', 'smoke'], 'Dockerfile', ['USER 65532:65532', 'USER 0']),
];

/** Defects that the secret gate must detect: mistakes of a developer, and attempts to hide one from the gate. */
export const secretDefects: readonly Defect[] = [
  added('a leaked key', ['semgrep', 'scan-secrets'], 'deploy.pem', privateKey()),
  added('a secret in the image', ['scan-secrets'], 'src/deploy.pem', privateKey()),
  added('a token in a document', ['scan-secrets'], 'docs/use.md', document()),
  {
    name: 'a token that a .trivyignore leaves out',
    gates: ['scan-secrets'],
    edits: { 'docs/use.md': document, '.trivyignore': () => 'github-pat\n' },
  },
  added('a token in a folder that Trivy passes over', ['scan-secrets'], 'dev/settings.md', document()),
];

/** A key for the tests, assembled here so that no file of this repository looks as if it contained one. */
function privateKey(): string {
  const line = 'MIIEowIBAAKCAQEAv3tq7kQkqzYdX1oP0mJcVb8r2sT4uWxZ6a8b0c2d4e6f8g0h';
  const mark = (word: string): string => ['-----', word, ' RSA PRIVATE', ' KEY-----'].join('');
  return `${[mark('BEGIN'), ...Array.from({ length: 12 }, () => line), mark('END')].join('\n')}\n`;
}

/** A package in the proof's own vulnerability database, copied in by hand and not through the lockfile. */
function greeter(): string {
  return `${JSON.stringify({ name: 'greeter', version: '1.2.3', license: 'MIT' }, null, 2)}\n`;
}

/** A document with a token, assembled here so that no file of this repository looks as if it contained one. */
function document(): string {
  const token = ['gh', 'p_', 'a1B2c3D4e5F6g7H8i9', 'J0k1L2m3N4o5P6q7R8'].join('');
  return `# Use\n\nSend the token ${token} with each request.\n`;
}
