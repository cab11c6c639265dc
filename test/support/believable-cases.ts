import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Greeter } from './greeter.ts';

/** A project that looks green where nobody looks closely: how it is made, what is asked, how that ends, what is said. */
export interface Case {
  readonly name: string;
  readonly change: (project: Greeter) => void;
  readonly call: readonly string[];
  readonly exitCode: 0 | 1 | 2 | 3;
  readonly says: RegExp;
}

/** Puts a file into a project, with the folders that lead to it. */
function put(project: Greeter, path: string, content: string): Greeter {
  mkdirSync(dirname(project.path(path)), { recursive: true });
  return project.write(path, content);
}

/** Has only these gates in use, and settings beside them. */
export function use(project: Greeter, gates: readonly string[], settings: object = {}): Greeter {
  return project.write(
    'pipeline.json',
    `${JSON.stringify({ project: 'greeter', gates, ...settings }, null, 2)}\n`,
  );
}

const options = {
  ...{ target: 'ES2024', module: 'NodeNext', types: ['node'], strict: true, skipLibCheck: true },
  ...{ allowImportingTsExtensions: true, composite: true, emitDeclarationOnly: true, outDir: 'dist' },
};
const typeError = "export const port: number = '8000';\n";
const insecure = 'export function run(text: string): unknown {\n  return eval(text);\n}\n';
/** Put together here, so that no file of this repository looks like it holds a token. */
const token = ['gh', 'p_', 'a1B2c3D4e5F6g7H8i9', 'J0k1L2m3N4o5P6q7R8'].join('');

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
    says: /prettier looked at no file/,
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

/** Sources that silence a tool. */
export const silenced: readonly Case[] = [
  {
    name: 'Semgrep is not silenced by a comment, an ignore file or a folder of tests, and asks for no lockfile',
    change: (project) => {
      put(project, 'test/run.ts', insecure.replace('eval(text);', 'eval(text); // nosemgrep'))
        .write('.semgrepignore', 'test\n')
        .remove('package-lock.json')
        .remove('Dockerfile');
    },
    call: ['semgrep'],
    exitCode: 1,
    says: /test\/run\.ts:2:\d+: [\w.-]*eval/,
  },
  {
    name: 'hadolint is not silenced by a comment',
    change: (project) =>
      project.replace('Dockerfile', 'COPY src src', '# hadolint ignore=DL3020\nADD src src'),
    call: ['lint-dockerfile'],
    exitCode: 1,
    says: /Dockerfile:\d+:1: DL3020/,
  },
  {
    name: 'Trivy finds tokens in documents and tests, whatever .trivyignore and trivy.yaml say',
    change: (project) => {
      use(project, ['scan-secrets']);
      put(project, 'README.md', `The token is ${token}.\n`)
        .write('test/helper.ts', `export const token = '${token}';\n`)
        .write('.trivyignore', 'github-pat\n')
        .write('trivy.yaml', 'scan:\n  skip-files: [README.md, test/helper.ts]\n');
    },
    call: ['ci'],
    exitCode: 1,
    says: /README\.md:1: github-pat[\s\S]*test\/helper\.ts:1: github-pat/,
  },
  {
    name: 'what the source silences of lint is told, and red above its bound',
    change: (project) => {
      use(project, ['lint'], { lint: { suppressions: 0 } }).write(
        'src/port.ts',
        "// @ts-expect-error it is a text\nexport const port: number = '8000';\n",
      );
    },
    call: ['lint'],
    exitCode: 1,
    says: /2 suppressions in the source, 0 allowed/,
  },
  {
    name: 'settings that are weaker than the defaults stand below the verdict',
    change: (project) =>
      use(project, ['semgrep'], { threshold: 'CRITICAL', semgrep: { exclude: ['legacy'] } }),
    call: ['ci'],
    exitCode: 0,
    says: /weaker than the default: \/threshold is CRITICAL, by default HIGH[\s\S]*\/semgrep\/exclude/,
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
    name: "another manager's lockfile is named",
    change: (project) => renameSync(project.path('package-lock.json'), project.path('pnpm-lock.yaml')),
    call: ['test'],
    exitCode: 2,
    says: /found pnpm-lock\.yaml \(pnpm\)/,
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
    says: /^image +failed/m,
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
