/** A known defect that is put into a copy of a sound project, and the gates that may turn red for it. */
export interface Defect {
  readonly name: string;
  /** At least one of these must be red, and no other gate. */
  readonly gates: readonly string[];
  /** What changes: new text of each file, from its old text (empty for a file that is new). */
  readonly edits: Readonly<Record<string, (before: string) => string>>;
}

/** One defect per gate at least, as a developer might bring it in. */
export const defects: readonly Defect[] = [
  added('a lint error', ['lint'], 'scripts/extra.ts', 'let port = 8000;\n\nexport const ports = [port];\n'),
  added('a formatting error', ['lint'], 'scripts/extra.ts', 'export const ports = [ 8000 ]\n'),
  added('a type error', ['lint'], 'scripts/extra.ts', "export const port: number = '8000';\n"),
  added('an SQL injection', ['semgrep'], 'scripts/users.ts', sqlInjection()),
  added('a command injection', ['semgrep'], 'scripts/archive.ts', commandInjection()),
  added('a leaked key', ['semgrep', 'scan-secrets'], 'deploy.pem', privateKey()),
  added('a secret in the image', ['scan-secrets'], 'src/deploy.pem', privateKey()),
  {
    name: 'a vulnerable dependency',
    gates: ['audit'],
    edits: { 'package.json': withLodash, 'package-lock.json': withLockedLodash },
  },
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
];

function added(name: string, gates: readonly string[], file: string, text: string): Defect {
  return { name, gates, edits: { [file]: () => text } };
}

function edited(
  name: string,
  gates: readonly string[],
  file: string,
  [from, to]: readonly [string, string],
): Defect {
  return { name, gates, edits: { [file]: (before) => before.replace(from, to) } };
}

function sqlInjection(): string {
  return `import { DatabaseSync } from 'node:sqlite';

/** Users of a name. */
export function findUsers(database: DatabaseSync, name: string): unknown[] {
  return database.prepare(\`SELECT id FROM users WHERE name = '\${name}'\`).all();
}
`;
}

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

function withLodash(manifest: string): string {
  return changed(manifest, (content) => ({ ...content, dependencies: { lodash: '4.17.20' } }));
}

function withLockedLodash(lockfile: string): string {
  const lodash = {
    version: '4.17.20',
    integrity:
      'sha512-PlhdFcillOINfeV7Ni6oF1TAEayyZBoZ8bcshTHqOYJYlrqzRK5hagpagky5o4HfCzzd1TRkXPMFq6cKk9rGmA==',
    license: 'MIT',
  };
  return changed(lockfile, (content) => {
    const packages = recordOf(content['packages']);
    const root = { ...recordOf(packages['']), dependencies: { lodash: '4.17.20' } };
    return { ...content, packages: { ...packages, '': root, 'node_modules/lodash': lodash } };
  });
}

function changed(
  text: string,
  change: (content: Record<string, unknown>) => Record<string, unknown>,
): string {
  return `${JSON.stringify(change(recordOf(JSON.parse(text))), null, 2)}\n`;
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
