import { someOf } from '../files.ts';
import type { Fact } from './fact.ts';
import type { ProjectFacts } from './facts.ts';
import { kindWords } from './manifests/kinds.ts';

/** A question: its name, what was looked for, and the answers to it. */
export interface Question {
  readonly name: string;
  readonly lookedFor: string;
  readonly answers: readonly Fact<string>[];
}

/** What is asked of every project, in the order of the table. Section `found` of pipeline.json has the same names. */
export function questionsOf(facts: ProjectFacts): Question[] {
  return [
    ...toolQuestions(facts),
    ...imageQuestions(facts),
    ...scriptQuestions(facts),
    manifestsQuestion(facts),
  ];
}

function toolQuestions(facts: ProjectFacts): Question[] {
  return [
    {
      name: 'packages',
      lookedFor: 'package.json',
      answers: told(facts.packageManager, ({ name, version }) => words(name, version?.value)),
    },
    {
      name: 'node',
      lookedFor: '.nvmrc, .node-version, .tool-versions, volta, engines.node, FROM node in a Dockerfile',
      answers: told(facts.node, ({ said, major }) =>
        said === String(major) ? said : `${String(major)} (${said})`,
      ),
    },
    {
      name: 'workspaces',
      lookedFor: 'workspaces in package.json, pnpm-workspace.yaml',
      answers: facts.workspaces,
    },
    { name: 'lint', lookedFor: 'ESLint, Biome, oxlint', answers: facts.linters.map(toolText) },
    { name: 'format', lookedFor: 'Prettier, Biome', answers: facts.formatters.map(toolText) },
    {
      name: 'checks',
      lookedFor: 'scripts that call ESLint, Biome, oxlint or Prettier',
      answers: facts.lintCalls.map((one) =>
        mapped(one, ({ tool, command, arguments: given }) => words(tool, command, ...given)),
      ),
    },
    {
      name: 'types',
      lookedFor: 'typescript, vue-tsc, tsconfig.json',
      answers: facts.typeCheckers.map(toolText),
    },
    {
      name: 'test',
      lookedFor: 'a test script, vitest, jest, mocha, ava, tape, tap',
      answers: facts.testRunners.map(toolText),
    },
    {
      name: 'coverage',
      lookedFor: '@vitest/coverage-v8, @vitest/coverage-istanbul, jest, c8, nyc',
      answers: facts.coverage.map(toolText),
    },
  ];
}

function imageQuestions({ dockerfile, port, healthPath }: ProjectFacts): Question[] {
  return [
    { name: 'dockerfile', lookedFor: 'Dockerfile', answers: told(dockerfile, (path) => path) },
    {
      name: 'port',
      lookedFor: 'EXPOSE, HEALTHCHECK and ENV PORT in the Dockerfile',
      answers: told(port, String),
    },
    {
      name: 'health',
      lookedFor: 'HEALTHCHECK in the Dockerfile, probes in manifests',
      answers: told(healthPath, (path) => path),
    },
  ];
}

function scriptQuestions({ build, generate, environment }: ProjectFacts): Question[] {
  const command = ({ name, command: text, folder }: (typeof build)[number]['value']): string =>
    words(name ?? text, place(folder));
  return [
    {
      name: 'build',
      lookedFor: 'scripts.build in package.json',
      answers: build.map((one) => mapped(one, command)),
    },
    {
      name: 'generate',
      lookedFor: 'scripts postinstall, prepare, generate, codegen, pretest; prisma with a schema',
      answers: generate.map((one) => mapped(one, command)),
    },
    {
      name: 'environment',
      lookedFor: '.env.example and the like',
      answers: environment.map((one) =>
        mapped(one, ({ names }) => (names.length === 0 ? 'no variable' : someOf(names))),
      ),
    },
  ];
}

function manifestsQuestion({ manifests }: ProjectFacts): Question {
  return {
    name: 'manifests',
    lookedFor: 'kustomization.yaml, Chart.yaml, YAML with a Deployment in k8s, deploy, kubernetes, manifests',
    answers: manifests.map((one) => mapped(one, ({ kind, path }) => words(kindWords[kind], place(path)))),
  };
}

/** A tool with its version, and the folder unless it is the top. */
function toolText({
  value,
  from,
}: Fact<{
  readonly name: string;
  readonly folder: string;
  readonly version: string | undefined;
}>): Fact<string> {
  return { value: words(value.name, value.version, place(value.folder)), from };
}

function told<T>(one: Fact<T> | undefined, text: (value: T) => string): Fact<string>[] {
  return one === undefined ? [] : [mapped(one, text)];
}

function mapped<T>({ value, from }: Fact<T>, text: (value: T) => string): Fact<string> {
  return { value: text(value), from };
}

function place(folder: string): string | undefined {
  return folder === '.' ? undefined : `in ${folder}`;
}

function words(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(' ');
}
