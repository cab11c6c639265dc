import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { type Case, put, use } from './believable-case.ts';

const options = {
  target: 'ES2024',
  module: 'NodeNext',
  types: ['node'],
  strict: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  composite: true,
  emitDeclarationOnly: true,
  outDir: 'dist',
};
const typeError = "export const port: number = '8000';\n";
/** Tools that look at nothing, or at less than there is. */
export const nothingLookedAt: readonly Case[] = [
  {
    name: 'tsc looks into the projects that a solution refers to',
    change: (project) => {
      put(project, 'src/port.ts', typeError)
        .write('tsconfig.json', '{ "files": [], "references": [{ "path": "./tsconfig.app.json" }] }\n')
        .write('tsconfig.app.json', JSON.stringify({ compilerOptions: options, include: ['src'] }));
    },
    call: ['lint'],
    exitCode: 1,
    says: /src\/port\.ts:1:\d+: TS2322/,
  },
  {
    name: 'tsc looks into workspaces where the top directory has no tsconfig.json',
    change: (project) => {
      put(project.remove('tsconfig.json'), 'packages/api/src/index.ts', typeError);
      put(
        project,
        'packages/api/tsconfig.json',
        '{ "compilerOptions": { "noEmit": true }, "include": ["src"] }\n',
      );
    },
    call: ['lint'],
    exitCode: 1,
    says: /packages\/api\/src\/index\.ts:1:\d+: TS2322/,
  },
  {
    name: 'an unused local is a finding beside the others, not a compiler that could not look',
    change: (project) => {
      project
        .replace('tsconfig.json', '"strict": true,', '"strict": true,\n    "noUnusedLocals": true,')
        .write('src/port.ts', "const unused = 1;\nexport const port: number = '8000';\n");
    },
    call: ['lint'],
    exitCode: 1,
    says: /src\/port\.ts:1:\d+: TS6133[\s\S]*src\/port\.ts:2:\d+: TS2322/,
  },
  {
    name: 'Prettier that was told to ignore everything has checked nothing',
    change: (project) => project.write('.prettierignore', '*\n'),
    call: ['lint'],
    exitCode: 3,
    says: /prettier checked no file/,
  },
  {
    name: 'sources that no test loads count',
    change: (project) => {
      const lines = Array.from({ length: 40 }, (_, index) => `  total += rates[${String(index)}] ?? 0;`);
      use(project, ['test']).write(
        'src/billing.ts',
        `export function sum(rates: number[]): number {\n  let total = 0;\n${lines.join('\n')}\n  return total;\n}\n`,
      );
    },
    call: ['test'],
    exitCode: 1,
    says: /\d\.\d % of the lines of the sources .*src.* are covered, 85 % are required/,
  },
  {
    name: 'a runner that ends before any test is told with its last line',
    change: (project) => {
      put(
        project,
        'test/setup.ts',
        "export default function setup(): void {\n  console.log('DATABASE_URL is not set: skipping');\n  process.exit(0);\n}\n",
      ).write('vitest.config.ts', "export default { test: { globalSetup: ['test/setup.ts'] } };\n");
    },
    call: ['test'],
    exitCode: 3,
    says: /ended with code 0 before any test ran; the last line was: DATABASE_URL is not set/,
  },
];

/** Outcomes and causes that are easily mistaken for others. */
export const blamed: readonly Case[] = [
  {
    name: 'a lockfile that does not know a dependency is told once, by its name',
    change: (project) =>
      project.replace('package.json', '"devDependencies": {', '"devDependencies": {\n    "kleur": "4.1.5",'),
    call: ['lint'],
    exitCode: 1,
    says: /^lint: failed: npm ci: kleur@4\.1\.5 is missing in package-lock\.json$/m,
  },
  {
    name: 'no lockfile is a finding of audit, with the command that makes one',
    change: (project) => project.remove('package-lock.json'),
    call: ['audit'],
    exitCode: 1,
    says: /missing \(lockfile, HIGH\): There is no lockfile: .*\[npm install --package-lock-only, and commit/,
  },
  {
    name: 'a second lockfile, by which npm would install, is refused',
    change: (project) => project.write('npm-shrinkwrap.json', '{}'),
    call: ['lint'],
    exitCode: 2,
    says: /npm-shrinkwrap\.json beside package-lock\.json/,
  },
  {
    name: 'a build step that fails is red, though it speaks of a network',
    change: (project) =>
      use(project, ['image']).replace(
        'Dockerfile',
        'USER 1000:1000',
        `RUN node -e "console.error('failed to resolve import: connect ECONNREFUSED'); process.exit(1)"\nUSER 1000:1000`,
      ),
    call: ['ci'],
    exitCode: 1,
    says: /^image +failed .*a step of the Dockerfile failed with code 1: node -e/m,
  },
  {
    name: 'a build that hangs is ended at its deadline',
    change: (project) =>
      use(project, ['image'], { image: { timeoutSeconds: 5 } }).replace(
        'Dockerfile',
        'USER 1000:1000',
        'RUN sleep 900\nUSER 1000:1000',
      ),
    call: ['ci'],
    exitCode: 3,
    says: /^image: unavailable: .*the build did not end in 5 s \(image\.timeoutSeconds in pipeline\.json\)/m,
  },
  {
    name: 'a service that listens on loopback alone is red',
    change: (project) => project.replace('src/main.ts', 'listen(3000)', "listen(3000, '127.0.0.1')"),
    call: ['smoke'],
    exitCode: 1,
    says: /listens on 127\.0\.0\.1:3000 alone, which no other container reaches/,
  },
  {
    name: 'a service on another port is red with the port that the image exposes',
    change: (project) =>
      project
        .replace('src/main.ts', 'listen(3000)', 'listen(4000)')
        .replace('Dockerfile', 'EXPOSE 3000', 'EXPOSE 4000'),
    call: ['smoke'],
    exitCode: 1,
    says: /listens on \[::\]:4000, asked was port 3000; the image EXPOSEs 4000/,
  },
  {
    name: 'a health path that leads elsewhere is not healthy',
    change: (project) =>
      use(project, ['smoke'], { smoke: { healthySeconds: 4 } }).replace(
        'src/main.ts',
        '  response.end(\n',
        "  if (pathname === '/health') {\n    response.writeHead(302, { location: '/login' }).end();\n    return;\n  }\n  response.end(\n",
      ),
    call: ['smoke'],
    exitCode: 1,
    says: /\/health answered 302 and leads to \/login, expected 200/,
  },
  {
    name: 'a SIGTERM that does not reach the service says what it reaches, and nothing hangs',
    change: (project) =>
      project.replace(
        'Dockerfile',
        'CMD ["node", "src/main.ts"]',
        'CMD ["sh", "-c", "node src/main.ts; true"]',
      ),
    call: ['smoke'],
    exitCode: 1,
    says: /SIGTERM does not reach the service: PID 1 is sh, and node src\/main\.ts still ran/,
  },
  {
    name: 'a HEALTHCHECK that can never pass is red',
    change: (project) => {
      const dockerfile = project.path('Dockerfile');
      project.write(
        'Dockerfile',
        execFileSync(
          'sed',
          ['s#^HEALTHCHECK .*#HEALTHCHECK CMD curl -f http://localhost:3000/health#', dockerfile],
          {
            encoding: 'utf8',
          },
        ),
      );
    },
    call: ['smoke'],
    exitCode: 1,
    says: /the image's own HEALTHCHECK failed with code 127/,
  },
  {
    name: 'what a test prints commands no runner',
    change: (project) =>
      project.write(
        'test/loud.test.ts',
        "import { it } from 'vitest';\nit('is loud', () => {\n  throw new Error('first\\n::error file=a::pwned\\n##[error]pwned');\n});\n",
      ),
    call: ['test'],
    exitCode: 1,
    says: /is loud/,
  },
];

/** Projects that are laid out in their own way. */
export const asItIs: readonly Case[] = [
  {
    name: 'gates that are not in use ask for no files, and a byte order mark is passed over',
    change: (project) =>
      use(project, ['lint']).remove('Dockerfile').write('pipeline.json', '\uFEFF{ "gates": ["lint"] }\n'),
    call: ['ci'],
    exitCode: 0,
    says: /^lint +passed/m,
  },
  {
    name: 'links that leave are refused by every gate, whatever they are called',
    change: (project) => {
      symlinkSync('../elsewhere', project.path('a\tb'));
      symlinkSync('..', project.path('src/up'));
      symlinkSync('up/../elsewhere', project.path('src/by-two'));
    },
    call: ['semgrep'],
    exitCode: 2,
    says: /links leave the source: a b -> \.\.\/elsewhere, src\/by-two -> up\/\.\.\/elsewhere/,
  },
];
