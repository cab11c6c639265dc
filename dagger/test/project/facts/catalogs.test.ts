import { expect, test } from 'vitest';

import { lintersOf } from '../../../src/project/facts/linters.ts';
import { type MadeUp, sourcesFrom } from './made-up.ts';

const eslint = (range: string, more: MadeUp): unknown =>
  lintersOf(
    sourcesFrom({ 'package.json': { devDependencies: { eslint: range } }, 'eslint.config.js': '', ...more }),
  ).found[0];

test.each(['pnpm-workspace.yaml', '.yarnrc.yml'])('a range is that of the catalog in %s', (file) => {
  expect(eslint('catalog:', { [file]: 'catalog:\n  vitest: ^4.0.0\n  eslint: ^9.1.0\n' })).toMatchObject({
    value: { version: '^9.1.0', major: 9 },
    from: `package.json: devDependencies eslint by ${file}: catalog "^9.1.0"; eslint.config.js`,
  });
});

test.each([
  ['catalog:default', "catalog:\n  'eslint': 9.1.0\n", 9],
  ['catalog:', 'catalog:\n  "eslint": "8"\n', 8],
  ['catalog:old', 'catalog:\n  eslint: 9.1.0\n', undefined],
  ['catalog:', 'catalogs:\n  default:\n    eslint: 9.1.0\n', undefined],
  ['catalog:', 'catalog: {}\n', undefined],
  ['catalog:', '', undefined],
  ['^10', 'catalog:\n  eslint: 9.1.0\n', 10],
])('%s by %j has the major %s', (range, yaml, major) => {
  expect(eslint(range, { 'pnpm-workspace.yaml': yaml })).toMatchObject({ value: { major } });
});
