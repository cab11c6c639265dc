import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { moduleSource } from './sdk.ts';

const files = readdirSync(moduleSource, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);
const text = (file: string): string => readFileSync(join(moduleSource, file), 'utf8');

test('the module knows no name of a service that it serves', () => {
  expect(files.length).toBeGreaterThan(200);
  expect(files.filter((file) => /messenger/i.test(text(file)))).toEqual([]);
});

test('a result is returned, and no function ends the call in passing', () => {
  const ending = files.filter((file) => /\bendWith\(/.test(text(file)));
  expect(ending.sort()).toEqual(['api/answer.ts', 'tools/ending.stage.ts']);
});
