import { describe, expect, test } from 'vitest';
import { readEngineOptions } from '../../src/cli/engine-flags.ts';
import { endingOf, Interrupted } from '../../src/cli/exit.ts';
import { helpText } from '../../src/cli/help.ts';
import { cliName } from '../../src/cli/names.ts';
import { planCall } from '../../src/cli/plan.ts';
import { printed } from '../../src/cli/print.ts';
import { stageLine, timeText, withSpan, type Stages } from '../../src/cli/progress/stages.ts';
import { nearestName, UsageError } from '../../src/cli/usage-error.ts';
import type { SpanMessage } from '../../src/module/protocol.ts';
import { sampleCatalog, sampleTypes } from './sample-types.ts';

test.each([
  ['lint', 'lint'],
  ['timesToGreet', 'times-to-greet'],
  ['asJSONData', 'as-json-data'],
  ['sbomV2', 'sbom-v-2'],
  ['withURL', 'with-url'],
])('%s is %s on the command line', (name, expected) => {
  expect(cliName(name)).toBe(expected);
});

test.each([
  ['lnt', 'lint'],
  ['LINT', 'lint'],
  ['smoek', 'smoke'],
  ['deploy', undefined],
])('the name nearest to %s is %s', (wrong, expected) => {
  expect(nearestName(wrong, ['lint', 'test', 'smoke'])).toBe(expected);
});

describe('help is the golden text', () => {
  test.each([
    ['module', ''],
    ['greet', 'greet --help'],
    ['with-exec', 'image with-exec --help'],
  ])('%s', async (name, line) => {
    const folders = { root: '/repo', context: '/repo' };
    const context = { types: sampleTypes, catalog: sampleCatalog, workdir: '/repo', folders };
    const plan = planCall(context, line.split(' ').filter(Boolean));
    if (plan.kind !== 'help') throw new Error('this is a call');
    await expect(helpText(sampleCatalog, plan, [['prune', 'Removes.']])).toMatchFileSnapshot(
      `golden/help-${name}.txt`,
    );
  });
});

test.each([
  ['text', 'text\n'],
  ['ends\n', 'ends\n'],
  ['', ''],
  [null, ''],
  [false, 'false\n'],
  [3, '3\n'],
  [['a', 'b'], 'a\nb\n'],
  [{ _type: 'Gate', name: 'lint', tags: ['x', 'y'] }, '_type: Gate\nname: lint\ntags: x, y\n'],
  [[{ name: 'lint' }, { name: 'test', ok: true }], 'name: lint\nname: test  ok: true\n'],
])('%j is printed as lines', (value, expected) => {
  expect(printed(value)).toBe(expected);
});

test('JSON is printed when it is asked for, null too', () => {
  expect(printed(null, { json: true })).toBe('null\n');
});

describe('exit codes', () => {
  const exec = (extensions: object) => Object.assign(new Error('lint: failed'), { extensions });
  const execExtensions = {
    _type: 'EXEC_ERROR',
    cmd: ['x'],
    exitCode: 3,
    stdout: 'findings',
    stderr: 'log\n',
  };
  test.each([
    [
      'a usage error is 2',
      new UsageError('no flag --x', 'Leave it out.'),
      2,
      'Error: no flag --x\nLeave it out.\n',
    ],
    ['any other error is 1', new Error('boom'), 1, 'Error: boom\n'],
    ['a command that failed is its own', exec(execExtensions), 3, 'Error: lint: failed\nfindings\nlog\n'],
    [
      'what a message says is said once',
      exec({ ...execExtensions, stderr: 'lint: failed' }),
      3,
      'Error: lint: failed\nfindings\n',
    ],
    [
      'an error never exits 0',
      exec({ ...execExtensions, exitCode: 0 }),
      1,
      'Error: lint: failed\nfindings\nlog\n',
    ],
    [
      'nor with what is no exit code',
      exec({ ...execExtensions, exitCode: -1 }),
      1,
      'Error: lint: failed\nfindings\nlog\n',
    ],
    ['other extensions are no command', exec({ _type: 'OTHER' }), 1, 'Error: lint: failed\n'],
    ['an interrupt is 130', new Interrupted('SIGINT'), 130, 'interrupted by SIGINT\n'],
    ['an end is 143', new Interrupted('SIGTERM'), 143, 'interrupted by SIGTERM\n'],
  ])('%s', (_, error, exitCode, text) => {
    expect(endingOf(error)).toEqual({ exitCode, text });
  });
});

describe("the command line's own flags", () => {
  test('are found behind functions', () => {
    expect(readEngineOptions(['lint', '-m', 'x', '--progress', 'plain', '-v'])).toEqual({
      mod: 'x',
      progress: 'plain',
      verbose: true,
      json: false,
      autoApply: false,
    });
    expect(readEngineOptions(['format', '-y'])).toMatchObject({ autoApply: true });
  });

  test('take only a known way to show progress', () => {
    expect(() => readEngineOptions(['--progress', 'fancy'])).toThrow('expected one of auto, plain, quiet');
  });
});

describe('stages', () => {
  const begun: SpanMessage = {
    type: 'span',
    phase: 'start',
    id: 'a',
    name: 'lint',
    startMs: 1000,
    durationMs: 0,
    failed: false,
    attributes: {},
  };
  const line = (spans: readonly SpanMessage[], id = 'a'): string => {
    const stages = spans.reduce<Stages>(withSpan, new Map());
    const stage = stages.get(id);
    if (stage === undefined) throw new Error('no such stage');
    return stageLine(stage, 3500);
  };
  const ended: SpanMessage = { ...begun, phase: 'end', durationMs: 3200 };

  test.each([
    ['one that runs shows its time until now', [begun], 'lint ... running 2.5 s'],
    ['one that ended shows its own time', [begun, ended], 'lint ... passed 3.2 s'],
    ['an error is failed', [begun, { ...ended, failed: true }], 'lint ... failed 3.2 s'],
    [
      'the code may say the word',
      [begun, { ...ended, attributes: { state: 'unavailable' } }],
      'lint ... unavailable 3.2 s',
    ],
    [
      'no word makes a running one ended',
      [{ ...begun, attributes: { state: 'failed' } }],
      'lint ... running 2.5 s',
    ],
  ])('%s', (_, spans, expected) => {
    expect(line(spans)).toBe(expected);
  });

  test('one inside another is indented', () => {
    expect(line([begun, { ...begun, id: 'b', parent: 'a', name: 'eslint' }], 'b')).toBe(
      '  eslint ... running 2.5 s',
    );
  });

  test.each([
    [0, '0.0 s'],
    [59_900, '59.9 s'],
    [60_000, '1 m 0 s'],
    [125_400, '2 m 5 s'],
  ])('%d ms is %s', (milliseconds, expected) => {
    expect(timeText(milliseconds)).toBe(expected);
  });
});
