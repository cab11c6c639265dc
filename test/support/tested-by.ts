import { Greeter } from './greeter.ts';

/** A runner of tests as a project uses it. */
export interface RunnerUse {
  readonly script: string;
  readonly devDependencies: Readonly<Record<string, string>>;
  /** What the file of the tests begins with, so that it has `it` and `equal`. */
  readonly head: string;
}

/** An `equal` for runners that give each test what it asserts by. */
function headBy(method: string): string {
  return `let now;\nconst equal = (one, other) => now.${method}(one, other);`;
}

/** Runners, each in the shape that most projects have. */
export const uses = {
  jest: {
    script: 'jest --passWithNoTests',
    devDependencies: { jest: '30.5.2' },
    head: 'const equal = (one, other) => expect(one).toBe(other);',
  },
  mocha: {
    script: 'mocha "test/**/*.test.js"',
    devDependencies: { mocha: '11.8.0' },
    head: "const { equal } = require('node:assert/strict');",
  },
  'node:test': {
    script: 'node --test "test/**/*.test.js"',
    devDependencies: {},
    head: "const { equal } = require('node:assert/strict');\nconst { it } = require('node:test');",
  },
  ava: {
    script: 'ava',
    devDependencies: { ava: '6.4.1' },
    head: `const test = require('ava');\n${headBy('is')}\nconst it = (name, body) => test(name, (t) => { now = t; body(); });`,
  },
  tape: {
    script: 'tape "test/*.test.js"',
    devDependencies: { tape: '5.10.2' },
    head: `const test = require('tape');\n${headBy('equal')}\nconst it = (name, body) => test(name, (t) => { now = t; body(); t.end(); });`,
  },
  tap: {
    script: 'tap --allow-incomplete-coverage',
    devDependencies: { tap: '21.8.0' },
    head: `const { test } = require('tap');\n${headBy('equal')}\nconst it = (name, body) => test(name, (t) => { now = t; body(); t.end(); });`,
  },
} as const satisfies Readonly<Record<string, RunnerUse>>;

/** The small project in JavaScript, whose two tests run by a runner. It has no lockfile. */
export function testedBy({ script, devDependencies, head }: RunnerUse): Greeter {
  const manifest = {
    name: 'greeter',
    version: '1.2.3',
    private: true,
    scripts: { test: script },
    devDependencies,
  };
  const project = new Greeter().remove('package-lock.json').remove('src/greet.ts').remove('src/main.ts');
  return project
    .remove('test/greet.test.ts')
    .write('package.json', JSON.stringify(manifest))
    .write('pipeline.json', JSON.stringify({ project: 'greeter', gates: ['test'] }))
    .write('src/greet.js', greet)
    .write('test/greet.test.js', `${head}\n${tests}`);
}

const greet = `exports.greet = (name) => {
  if (name === '') return 'Hello!';
  return \`Hello, \${name}!\`;
};
`;

const tests = `const { greet } = require('../src/greet.js');
it('greets by name', () => equal(greet('Ada'), 'Hello, Ada!'));
it('greets nobody in particular', () => equal(greet(''), 'Hello!'));
`;
