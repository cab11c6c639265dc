import { describe, expect, it } from 'vitest';
import { call } from '../support/call.ts';
import { Greeter } from '../support/greeter.ts';
import { needs } from '../support/images.ts';

needs('node', 'hadolint', 'semgrep');

/**
 * A defect: what is changed, the gate that must see it, how it ends, and what it says. `prove-gates` has those that say no
 * more than which gate is red.
 */
interface Case {
  readonly name: string;
  readonly change: (project: Greeter) => void;
  readonly gate: 'lint' | 'lint-dockerfile' | 'semgrep' | 'test' | 'smoke';
  readonly exitCode: 1 | 3;
  readonly says: RegExp;
}

const cases: readonly Case[] = [
  {
    name: 'all three linters are told with file, line and rule, not only the first',
    change: (project) => project.write('src/extra.ts', 'var a: number = "text";\nexport {a}\n'),
    gate: 'lint',
    exitCode: 1,
    says: /src\/extra\.ts:1:\d+: no-var[\s\S]*src\/extra\.ts:1: format \(prettier[\s\S]*src\/extra\.ts:1:\d+: TS2322/,
  },
  {
    name: 'linters that are not installed make the gate unavailable, never green',
    change: (project) => project.remove('eslint.config.js'),
    gate: 'lint',
    exitCode: 3,
    says: /eslint/,
  },
  {
    name: 'a Dockerfile that does not parse is told with its line',
    change: (project) => project.replace('Dockerfile', 'COPY src src', 'COPPY src src'),
    gate: 'lint-dockerfile',
    exitCode: 1,
    says: /Dockerfile:\d+:1: DL1000/,
  },
  {
    name: 'a file without an instruction is unavailable, though hadolint finds nothing wrong with it',
    change: (project) => project.write('Dockerfile', '# nothing yet\n'),
    gate: 'lint-dockerfile',
    exitCode: 3,
    says: /nothing was checked: 0 build stages/,
  },
  {
    name: "an instruction that misleads is told with file, line and rule, and the project's own settings of hadolint do not silence it",
    change: (project) =>
      project
        .replace('Dockerfile', 'COPY src src', 'ADD src src')
        .write('.hadolint.yaml', 'ignored: [DL3020]\nno-fail: true\n'),
    gate: 'lint-dockerfile',
    exitCode: 1,
    says: /Dockerfile:\d+:1: DL3020/,
  },
  {
    name: 'an insecure pattern is told with file, line and rule',
    change: (project) =>
      project.write('src/run.ts', 'export function run(text: string): unknown {\n  return eval(text);\n}\n'),
    gate: 'semgrep',
    exitCode: 1,
    says: /src\/run\.ts:2:\d+: [\w.-]*eval/,
  },
  {
    name: 'a failing test is told with its message',
    change: (project) => project.replace('src/greet.ts', 'Hello, $', 'Bye, $'),
    gate: 'test',
    exitCode: 1,
    says: /greets by name/,
  },
  {
    name: 'no tests at all are unavailable',
    change: (project) => project.remove('test'),
    gate: 'test',
    exitCode: 3,
    says: /no test/i,
  },
  {
    name: 'tests that hang are unavailable',
    change: (project) =>
      project
        .write(
          'test/hang.test.ts',
          "import { it } from 'vitest';\nit('hangs', () => new Promise(() => setInterval(() => 0, 1000)), 600_000);\n",
        )
        .replace('pipeline.json', '"test": {', '"test": { "timeoutSeconds": 8,'),
    gate: 'test',
    exitCode: 3,
    says: /8 s|time/,
  },
  {
    name: "an image that does not build fails the gate that needs it, with the step's output",
    change: (project) => project.replace('Dockerfile', 'USER 1000:1000', 'RUN echo before && cat /not/there'),
    gate: 'smoke',
    exitCode: 3,
    says: /exit code: 1: .*\/not\/there.*No such file/,
  },
  {
    name: 'an image that ends at once, with its log',
    change: (project) =>
      project.write('src/main.ts', "console.error('no database today');\nprocess.exitCode = 4;\n"),
    gate: 'smoke',
    exitCode: 1,
    says: /no database today/,
  },
  {
    name: 'an image that writes outside its mounts',
    change: (project) =>
      project
        .replace('Dockerfile', 'COPY src src', 'COPY --chown=1000:1000 src src')
        .replace(
          'src/main.ts',
          'server.listen(3000);',
          "server.listen(3000);\nawait import('node:fs').then((fs) => fs.writeFileSync('/app/src/state.json', '{}'));",
        ),
    gate: 'smoke',
    exitCode: 1,
    says: /\/app\/src\/state\.json/,
  },
  {
    name: 'a conversation that fails, with what it said',
    change: (project) =>
      project
        .write('conversation.mjs', "console.error('nobody greeted me');\nprocess.exitCode = 1;\n")
        .write('pipeline.json', pipelineWith({ conversation: 'conversation.mjs' })),
    gate: 'smoke',
    exitCode: 1,
    says: /nobody greeted me/,
  },
];

function pipelineWith(smoke: Record<string, unknown>): string {
  return JSON.stringify({ project: 'greeter', gates: ['lint', 'test', 'image', 'smoke'], smoke });
}

describe('a gate sees what it is there for', () => {
  it.each(cases)('$gate: $name', async ({ change, gate, exitCode, says }) => {
    using project = new Greeter();
    change(project);
    const ended = await call(...project.arguments, gate);
    expect(`${ended.stdout}\n${ended.stderr}`).toMatch(says);
    expect(ended.exitCode).toBe(exitCode);
  });
});

describe('a project with nothing wrong', () => {
  it.each([
    ['lint', 'lint'],
    ['lint-dockerfile', 'dockerfile'],
    ['test', 'test'],
    ['smoke', 'smoke'],
  ])('passes %s', async (name, gate) => {
    using project = new Greeter();
    const ended = await call(...project.arguments, name);
    expect(ended.stdout).toMatch(new RegExp(`^${gate}: passed`));
    expect(ended.exitCode).toBe(0);
  });
});
