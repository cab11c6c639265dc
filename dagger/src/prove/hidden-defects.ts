import { added, type Defect, depending, edited, type LockEntry, sqlInjection } from './defect.ts';

/** A version with a known flaw. */
export const vulnerableLodash: LockEntry = {
  version: '4.17.20',
  integrity:
    'sha512-PlhdFcillOINfeV7Ni6oF1TAEayyZBoZ8bcshTHqOYJYlrqzRK5hagpagky5o4HfCzzd1TRkXPMFq6cKk9rGmA==',
  license: 'MIT',
};

/** The version without it. */
const soundLodash: LockEntry = {
  version: '4.17.21',
  integrity:
    'sha512-v2kDEe57lecTulaDIuNTPy3Ry4gLGJ6Z1O3vE1krgXZNrsQ+LFTGHVxVjcXPs17LhbZVGedAJv8XZ1tvj5FvSg==',
  license: 'MIT',
};

/** Defects that hide from their gate: behind a comment, an ignore file, a setting, a place where tools do not look. */
export const hiddenDefects: readonly Defect[] = [
  added(
    'an SQL injection that a comment silences',
    ['semgrep'],
    'scripts/users.ts',
    sqlInjection('  // nosemgrep\n'),
  ),
  {
    name: 'an SQL injection that a .semgrepignore leaves out',
    gates: ['semgrep'],
    edits: { 'scripts/users.ts': () => sqlInjection(), '.semgrepignore': () => 'scripts\n' },
  },
  added('an SQL injection among the tests', ['semgrep'], 'test/users.ts', sqlInjection()),
  edited('an ADD that a comment silences', ['dockerfile'], 'Dockerfile', [
    'COPY src src',
    '# hadolint ignore=DL3020\nADD src src',
  ]),
  added('a token in a document', ['scan-secrets'], 'docs/use.md', document()),
  {
    name: 'a token that a .trivyignore leaves out',
    gates: ['scan-secrets'],
    edits: { 'docs/use.md': document, '.trivyignore': () => 'github-pat\n' },
  },
  added('a token in a folder that Trivy passes over', ['scan-secrets'], 'dev/settings.md', document()),
  {
    name: 'a type error that a solution hides',
    gates: ['lint'],
    edits: {
      'tsconfig.json': () => json({ files: [], references: [{ path: './tsconfig.app.json' }] }),
      'tsconfig.app.json': () => json({ compilerOptions: buildOptions, include: ['src', 'scripts', 'test'] }),
      'scripts/extra.ts': () => "export const port: number = '8000';\n",
    },
  },
  {
    name: 'sources that no test loads',
    gates: ['test'],
    edits: {
      'src/billing.ts': untested,
      'vitest.config.ts': (before) => before.replace("      include: ['src/**'],\n", ''),
    },
  },
  edited('a build step that fails with words of a network', ['image'], 'Dockerfile', [
    'USER 65532',
    `RUN ["/nodejs/bin/node", "-e", "console.error('connect ECONNREFUSED'); process.exit(1)"]\nUSER 65532`,
  ]),
  edited('a service on loopback alone', ['smoke'], 'src/main.ts', [
    'listen(8000)',
    "listen(8000, '127.0.0.1')",
  ]),
  { name: 'a SIGTERM that does not reach the service', gates: ['smoke'], edits: { 'src/main.ts': wrapped } },
  {
    name: 'a bundle that nobody bundles',
    gates: ['audit'],
    edits: depending('lodash', { version: '4.17.21', inBundle: true, license: 'MIT' }),
  },
  {
    name: 'a script in the lockfile',
    gates: ['audit'],
    edits: depending('lodash', { ...soundLodash, scripts: { postinstall: 'node --version' } }),
  },
  {
    name: 'a package that stands for another one',
    gates: ['audit'],
    edits: depending('underscore', { ...soundLodash, name: 'lodash' }),
  },
  {
    name: 'a dependency that is said to be for development',
    gates: ['audit'],
    edits: depending('lodash', { ...soundLodash, dev: true }),
  },
  {
    name: 'a vulnerable dependency that .npmrc omits',
    gates: ['audit'],
    edits: {
      ...depending('lodash', { ...vulnerableLodash, dev: true }, 'devDependencies'),
      '.npmrc': () => 'omit=dev\n',
    },
  },
];

const buildOptions = {
  target: 'ES2024',
  module: 'NodeNext',
  moduleResolution: 'NodeNext',
  types: ['node'],
  strict: true,
  verbatimModuleSyntax: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  composite: true,
  emitDeclarationOnly: true,
  outDir: 'dist',
};

function json(content: object): string {
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** Put together here, so that no file of this repository looks like it holds a token. */
function document(): string {
  const token = ['gh', 'p_', 'a1B2c3D4e5F6g7H8i9', 'J0k1L2m3N4o5P6q7R8'].join('');
  return `# Use\n\nSend the token ${token} with each request.\n`;
}

function untested(): string {
  const lines = Array.from({ length: 40 }, (_, index) => `  total += rates[${String(index)}] ?? 0;`);
  return `/** The sum of the first rates. */
export function sum(rates: readonly number[]): number {
  let total = 0;
${lines.join('\n')}
  return total;
}
`;
}

/** PID 1 starts the service as another process, and ends alone. */
function wrapped(): string {
  return `import { spawn } from 'node:child_process';

import { createApp } from './app.ts';

if (process.argv[2] === 'serve') {
  const server = createApp().listen(8000);
  process.on('SIGTERM', () => server.close(() => process.exit(0)));
} else {
  spawn(process.execPath, ['/app/src/main.ts', 'serve'], { stdio: 'inherit' });
  process.on('SIGTERM', () => process.exit(0));
}
`;
}
