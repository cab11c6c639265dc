import { describe, expect, it } from 'vitest';
import type { ManagerUse } from '../../dagger/src/project/manager-use.ts';
import { call, type Ended } from '../support/call.ts';
import type { Greeter } from '../support/greeter.ts';
import { needs } from '../support/images.ts';
import { lock, managed } from '../support/managed.ts';
import { type RunnerUse, testedBy, uses } from '../support/tested-by.ts';

needs('node');

const c8 = /^test: coverage by c8 \S+, brought for this run: add it to devDependencies to pin it$/m;

const test = (project: Greeter): Promise<Ended> => call(...project.arguments, 'test');

/** A runner, and how the project gets its coverage. */
interface Case {
  readonly name: string;
  readonly use: RunnerUse;
  /** The name in findings. */
  readonly tool: string;
  readonly brought?: RegExp;
}

const cases: readonly Case[] = [
  { name: 'jest 29', use: { ...uses.jest, devDependencies: { jest: '29.7.0' } }, tool: 'jest' },
  { name: 'jest 30', use: uses.jest, tool: 'jest' },
  { name: 'mocha', use: uses.mocha, tool: 'mocha', brought: c8 },
  {
    name: 'mocha in nyc',
    use: { ...uses.mocha, script: 'nyc mocha', devDependencies: { mocha: '11.8.0', nyc: '18.0.0' } },
    tool: 'mocha',
  },
  { name: 'node:test', use: uses['node:test'], tool: 'node-test', brought: c8 },
];

describe.each(cases)('$name', ({ use, tool, brought }) => {
  it('is green, red where a test fails or no test loads a source, and unavailable without a test', async () => {
    using project = testedBy(use);
    const green = await test(project);
    expect(green.stdout, green.stderr).toMatch(/^test: passed: 2 tests passed, 100\.0 % /m);
    if (brought === undefined) expect(green.stdout).not.toMatch(/brought/);
    else expect(green.stdout).toMatch(brought);

    project.write('src/untested.js', `exports.none = () => {\n${'  Number(1);\n'.repeat(40)}};\n`);
    const uncovered = await test(project);
    expect(uncovered.stderr).toMatch(
      new RegExp(`^coverage-lines \\(${tool}, HIGH\\): .* are covered, 85 %`, 'm'),
    );
    expect(uncovered.exitCode).toBe(1);

    project.remove('src/untested.js').replace('src/greet.js', 'Hello, $', 'Bye, $');
    const red = await test(project);
    expect(red.stderr).toMatch(
      new RegExp(`^test/greet\\.test\\.js:\\d+:\\d+: test-failed \\(${tool}, HIGH\\): greets by name: `, 'm'),
    );
    expect(red.exitCode).toBe(1);

    project.write('test/greet.test.js', "require('../src/greet.js');\n");
    const empty = await test(project);
    // jest itself says that such a file is wrong; the others pass on it.
    expect(empty.exitCode, empty.stderr).toBe(tool === 'jest' ? 1 : 3);

    project.remove('test/greet.test.js');
    const none = await test(project);
    expect(none.stderr).toMatch(/^test: unavailable: no test/m);
    expect(none.exitCode).toBe(3);
  });
});

describe("vitest's coverage is brought where the project lacks it", () => {
  it.each<[string, ManagerUse]>([
    ['npm', { name: 'npm' }],
    ['pnpm', { name: 'pnpm', version: '10.34.9' }],
    ['Yarn 4', { name: 'yarn', version: '4.18.1' }],
  ])('by %s', async (_name, use) => {
    using project = managed(use).replace('package.json', '    "@vitest/coverage-v8": "5.1.1",\n', '');
    if (use.name !== 'npm') await lock(project, use);
    const ended = await test(project);
    expect(ended.stdout, ended.stderr).toMatch(/^test: passed: 2 tests passed, 100\.0 % /m);
    expect(ended.stdout).toMatch(/^test: coverage by @vitest\/coverage-v8 5\.1\.1, brought for this run/m);
  });
});

it('a runner that the gate does not know is unavailable by name, with its place', async () => {
  using project = testedBy({ ...uses['node:test'], script: 'tape test/*.js' });
  const ended = await test(project);
  expect(ended.stderr).toMatch(
    /test: unavailable: the project's tests run by tape \(package\.json: scripts\.test "tape test\/\*\.js"\), and this gate/,
  );
  expect(ended.exitCode).toBe(3);
});
