import { expect, test } from 'vitest';

import { typeConfigurationsOf } from '../../../src/project/facts/type-configurations.ts';
import { sourcesFrom } from './made-up.ts';

const files = { 'tsconfig.json': '{}', 'tsconfig.check.json': '{}', 'test/tsconfig.json': '{}' };

test.each<[Readonly<Record<string, string>>, readonly string[]]>([
  [{ typecheck: 'tsc --noEmit -p tsconfig.check.json' }, ['tsconfig.check.json']],
  [
    { 'check-types': 'tsc --project ./tsconfig.check.json && tsc -p test/' },
    ['tsconfig.check.json', 'test/tsconfig.json'],
  ],
  [{ 'lint:types': 'npm run a', a: 'vue-tsc -p test' }, ['test/tsconfig.json']],
  [{ 'type-check': 'tsc -p .' }, ['tsconfig.json']],
  [{ typecheck: 'tsc --noEmit' }, []],
  [{ typecheck: 'tsc --noEmit && tsc -p test' }, []],
  [{ typecheck: 'tsc -p gone.json' }, []],
  [{ build: 'tsc -p tsconfig.check.json' }, []],
  [{ typedoc: 'tsc -p tsconfig.check.json' }, []],
])('%j gives the type checker %j', (scripts, expected) => {
  expect(typeConfigurationsOf(sourcesFrom({ 'package.json': { scripts }, ...files }))).toEqual(expected);
});
