import { readFileSync } from 'node:fs';
import { type Case, put, use } from './believable-case.ts';

const insecure = 'export function run(text: string): unknown {\n  return eval(text);\n}\n';
/** Put together here, so that no file of this repository looks like it holds a token. */
const token = ['gh', 'p_', 'a1B2c3D4e5F6g7H8i9', 'J0k1L2m3N4o5P6q7R8'].join('');

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
    name: 'Trivy finds tokens where it passes over files by their names, and counts what it looked at',
    change: (project) => {
      use(project, ['scan-secrets']);
      put(project, 'dev/settings.ts', `export const token = '${token}';\n`);
      put(project, 'trivy-secret.yaml', `token: ${token}\n`);
      put(project, 'public/logo.svg', `<svg><!-- ${token} --></svg>\n`);
      put(project, 'public/data.bin', `\u0001\u0002 ${token}\n`);
    },
    call: ['ci'],
    exitCode: 1,
    says: /^dev\/settings\.ts:1: github-pat[^]*^public\/logo\.svg:1: github-pat[^]*^trivy-secret\.yaml:1: github-pat[^]*in \d+ of \d+ files of the source/m,
  },
  {
    name: 'Trivy knows the Dockerfile whatever it is called',
    change: (project) => {
      use(project, ['scan-config']);
      put(
        project,
        'deploy/service.build',
        readFileSync(project.path('Dockerfile'), 'utf8').replace('USER 1000:1000', 'USER root'),
      );
      put(project, 'manifests/settings.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n');
    },
    call: ['--dockerfile', 'deploy/service.build', 'ci'],
    exitCode: 1,
    says: /^deploy\/service\.build:\d+: DS-0002/m,
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
