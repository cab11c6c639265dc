import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import { dependabotProblems } from '../policy/dependabot.ts';
import { read } from './files.ts';

const text = read('.github/dependabot.yml');
const exists = (path: string) => existsSync(join(import.meta.dirname, '..', '..', path));
const problems = (configuration: string) => dependabotProblems(parse(configuration), exists);

describe('Dependabot', () => {
  it('watches every kind of package that is used, weekly, and lets new releases rest', () => {
    expect(problems(text)).toEqual([]);
  });

  it.each([
    ['a kind that is not watched', 'package-ecosystem: docker', 'package-ecosystem: npm', ['docker']],
    ['a folder without such packages', 'directory: /manifests/test', 'directory: /manifests', ['pip']],
    ['releases taken on their first day', 'default-days: 7', 'default-days: 0', ['npm']],
    ['another rhythm', 'interval: weekly', 'interval: daily', ['npm']],
  ])('%s is seen', (_, from, to, expected) => {
    expect(text).toContain(from);
    expect(problems(text.replace(from, to))).toEqual(expected);
  });
});
