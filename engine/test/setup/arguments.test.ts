import { expect, test } from 'vitest';
import { parseSetupArguments } from '../../src/setup/arguments.ts';

test.each([
  [[], { kind: 'set-up', tests: false }],
  [['--tests'], { kind: 'set-up', tests: true }],
  [['--tests', '--tests'], { kind: 'set-up', tests: true }],
  [['--help'], { kind: 'help' }],
  [['--tests', '--help'], { kind: 'help' }],
  [['--test'], { kind: 'refused', argument: '--test' }],
  [['tests'], { kind: 'refused', argument: 'tests' }],
  [[''], { kind: 'refused', argument: '' }],
  [['--help', '--force'], { kind: 'refused', argument: '--force' }],
])('%j is %j', (args, expected) => expect(parseSetupArguments(args)).toEqual(expected));
