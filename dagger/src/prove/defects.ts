import { added, type Defect, depending, edited, sqlInjection } from './defect.ts';
import { hiddenDefects, vulnerableLodash } from './hidden-defects.ts';

/** One defect per gate at least, as a developer might bring it in. */
export const defects: readonly Defect[] = [
  added('a lint error', ['lint'], 'scripts/extra.ts', 'let port = 8000;\n\nexport const ports = [port];\n'),
  added('a formatting error', ['lint'], 'scripts/extra.ts', 'export const ports = [ 8000 ]\n'),
  added('a type error', ['lint'], 'scripts/extra.ts', "export const port: number = '8000';\n"),
  added('an SQL injection', ['semgrep'], 'scripts/users.ts', sqlInjection()),
  added('a command injection', ['semgrep'], 'scripts/archive.ts', commandInjection()),
  added('a leaked key', ['semgrep', 'scan-secrets'], 'deploy.pem', privateKey()),
  added('a secret in the image', ['scan-secrets'], 'src/deploy.pem', privateKey()),
  { name: 'a vulnerable dependency', gates: ['audit'], edits: depending('lodash', vulnerableLodash) },
  edited('a failing test', ['test'], 'test/app.test.ts', ["['/', 404]", "['/', 200]"]),
  added('a lost test', ['test'], 'test/app.test.ts', lostTest()),
  edited('an ADD that unpacks what it copies', ['dockerfile'], 'Dockerfile', ['COPY src src', 'ADD src src']),
  edited('a Dockerfile that does not build', ['image'], 'Dockerfile', ['COPY src src', 'COPY sources src']),
  {
    name: 'a copied package with a known flaw',
    gates: ['scan-vulnerabilities'],
    edits: {
      'vendor/greeter/package.json': greeter,
      Dockerfile: (before) => before.replace('COPY src src', 'COPY src src\nCOPY vendor vendor'),
    },
  },
  edited('a root user', ['scan-config', 'smoke'], 'Dockerfile', ['USER 65532:65532', 'USER 0']),
  edited('a service that never gets healthy', ['smoke'], 'src/main.ts', ['listen(8000)', 'listen(8001)']),
  edited('a service that ignores SIGTERM', ['smoke'], 'src/main.ts', [
    "process.on('SIGTERM', () => server.close(() => process.exit(0)));",
    "process.on('SIGTERM', () => console.log(server.listening));",
  ]),
  ...hiddenDefects,
];

function commandInjection(): string {
  return `import { exec } from 'node:child_process';

/** Packs a directory. */
export function pack(directory: string): void {
  exec(\`tar -czf archive.tar.gz \${directory}\`);
}
`;
}

/** Put together here, so that no file of this repository looks like it holds a key. */
function privateKey(): string {
  const line = 'MIIEowIBAAKCAQEAv3tq7kQkqzYdX1oP0mJcVb8r2sT4uWxZ6a8b0c2d4e6f8g0h';
  const mark = (word: string): string => ['-----', word, ' RSA PRIVATE', ' KEY-----'].join('');
  return `${[mark('BEGIN'), ...Array.from({ length: 12 }, () => line), mark('END')].join('\n')}\n`;
}

/** The test that is left checks nothing of the service, so that its lines are no longer covered. */
function lostTest(): string {
  return "import { expect, test } from 'vitest';\n\ntest('nothing', () => expect(1).toBe(1));\n";
}

/** A package that the proof's own vulnerability database knows, brought in by hand, past the lockfile. */
function greeter(): string {
  return `${JSON.stringify({ name: 'greeter', version: '1.2.3', license: 'MIT' }, null, 2)}\n`;
}
