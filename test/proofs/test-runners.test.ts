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

/** How each of these names the test that is red: tape and tap name what they assert, too. */
const byTap: readonly (readonly [name: 'ava' | 'tape' | 'tap', tool: string, test: string])[] = [
  ['ava', 'ava', 'greets by name'],
  ['tape', 'test-script', 'greets by name > should be strictly equal'],
  ['tap', 'test-script', 'test/greet.test.js > greets by name > should be equal'],
];

describe.each(byTap)('%s, by its TAP', (name, tool, title) => {
  it('is green, red where a test fails or no test loads a source, and unavailable without a test', async () => {
    using project = testedBy(uses[name]);
    const green = await test(project);
    expect(green.stdout, green.stderr).toMatch(/^test: passed: 2 tests passed, 100\.0 % /m);
    if (name === 'tap') expect(green.stdout).not.toMatch(/brought/);
    else expect(green.stdout).toMatch(c8);

    project.replace('src/greet.js', 'Hello, $', 'Bye, $');
    const red = await test(project);
    // ava's TAP names a place of its own for an assertion.
    const file = name === 'ava' ? '' : 'test/greet\\.test\\.js:\\d+:\\d+: ';
    const place = `^${file}test-failed \\(${tool}, HIGH\\): ${title}: `;
    expect(red.stderr).toMatch(new RegExp(place, 'm'));
    expect(red.exitCode).toBe(1);

    if (name === 'tap') return;
    project.replace('src/greet.js', 'Bye, $', 'Hello, $');
    project.write('src/untested.js', `exports.none = () => {\n${'  Number(1);\n'.repeat(40)}};\n`);
    const uncovered = await test(project);
    expect(uncovered.stderr).toMatch(
      new RegExp(`^coverage-lines \\(${tool}, HIGH\\): .* are covered, 85 %`, 'm'),
    );
    expect(uncovered.exitCode).toBe(1);
  });
});

describe('a script that no gate knows', () => {
  it('is unavailable where nothing of it can be counted, and says what to name', async () => {
    using project = testedBy({ ...uses['node:test'], script: 'node -e "require(\'./src/greet.js\')"' });
    const ended = await test(project);
    expect(ended.stderr).toMatch(
      /^test: unavailable: scripts\.test of package\.json printed no TAP .*"junit"/m,
    );
    expect(ended.exitCode).toBe(3);
  });

  it('is red with what it printed where it fails', async () => {
    using project = testedBy({ ...uses['node:test'], script: 'echo the very last words && exit 4' });
    const ended = await test(project);
    expect(ended.stderr).toMatch(/ended with code 4, and no test of it could be counted/);
    expect(ended.stderr).toMatch(/run \(test-script, HIGH\): [\s\S]*the very last words/);
    expect(ended.exitCode).toBe(1);
  });
});

describe('test.command', () => {
  const command = 'node --test --test-reporter=junit --test-reporter-destination=out/junit.xml';
  const settings = (change: object): string =>
    JSON.stringify({
      project: 'greeter',
      gates: ['test'],
      test: {
        command: `mkdir -p out && ${command} --test-reporter=lcov --test-reporter-destination=out/lcov.info --experimental-test-coverage`,
        junit: 'out/*.xml',
        coverage: 'out/lcov.info',
        ...change,
      },
    });

  it('is green by its JUnit and lcov, red where a test fails, and unavailable without the file', async () => {
    using project = testedBy({ ...uses['node:test'], script: 'exit 9' }).write('pipeline.json', settings({}));
    const green = await test(project);
    expect(green.stdout, green.stderr).toMatch(
      /^test: passed: 2 tests passed, 100\.0 % of the measured lines covered/m,
    );

    project.replace('src/greet.js', 'Hello, $', 'Bye, $');
    const red = await test(project);
    expect(red.stderr).toMatch(/test-failed \(test-command, HIGH\): greets by name: /);
    expect(red.exitCode).toBe(1);

    project.write('pipeline.json', settings({ command: 'echo no report' }));
    const none = await test(project);
    expect(none.stderr).toMatch(
      /^test: unavailable: test\.command \(echo no report\) left no file out\/\*\.xml/m,
    );
    expect(none.exitCode).toBe(3);
  });
});
