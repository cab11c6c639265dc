import { expect, test } from 'vitest';

import { broughtNote, coverageToBring, decideBrought, measuredBy } from '../../../src/gates/test/brought.ts';
import { vitest } from '../../../src/gates/test/runners/vitest.ts';
import { apart } from '../../../src/gates/packages/manager.ts';

const provider = { name: '@vitest/coverage-v8', version: '1.6.1', beside: 'vitest' };

test("vitest's coverage is brought at exactly vitest's version where the project has none", () => {
  expect(coverageToBring(vitest, { vitest: '1.6.1', vite: '5.4.21' })).toEqual(provider);
  expect(broughtNote(provider)).toBe(
    'coverage by @vitest/coverage-v8 1.6.1, brought for this run: add it to devDependencies to pin it',
  );
});

test.each([
  ['it has one', vitest, { vitest: '1.6.1', '@vitest/coverage-v8': '1.6.0' }],
  ['it has another one', vitest, { vitest: '1.6.1', '@vitest/coverage-istanbul': '1.6.1' }],
  ['the runner is not installed', vitest, { vite: '5.4.21' }],
  ['the runner measures by itself', { ...vitest, coverage: undefined }, { vitest: '1.6.1' }],
])('nothing is brought where %s', (_what, runner, versions) => {
  expect(coverageToBring(runner, versions)).toBeUndefined();
});

test('a package at a version of its own is brought at that, whatever the runner is', () => {
  const coverage = { name: 'c8', major: 7, bring: '12.0.0' };
  expect(coverageToBring({ package: undefined, coverage }, {})).toEqual({
    name: 'c8',
    version: '12.0.0',
    beside: undefined,
  });
});

test("what measures is the project's own, else what is brought", () => {
  const coverage = { name: 'c8', major: 7, instead: ['nyc'], bring: '12.0.0' };
  const brought = { name: 'c8', version: '12.0.0', beside: undefined };
  expect(measuredBy({ coverage }, { nyc: '17.1.0', c8: '10.1.3' }, undefined)).toBe('c8');
  expect(measuredBy({ coverage }, { nyc: '17.1.0' }, undefined)).toBe('nyc');
  expect(measuredBy({ coverage }, {}, brought)).toBe('c8');
  expect(measuredBy({ coverage: undefined }, { c8: '10.1.3' }, undefined)).toBeUndefined();
});

test('it is installed apart, without scripts and peers, with its dependencies inside of it', () => {
  const command = apart('c8', '12.0.0', '/brought');
  expect(command.slice(0, 4)).toEqual(['npm', 'install', '--prefix', '/brought']);
  expect(command).toEqual(
    expect.arrayContaining(['--ignore-scripts', '--legacy-peer-deps', '--install-strategy=nested']),
  );
  expect(command.at(-1)).toBe('c8@12.0.0');
  expect(() => apart('c8', 'file:../c8', '/brought')).toThrow(/expected a version/);
});

test('what cannot be brought is never red: the project does not ask for it', () => {
  const said = (stderr: string): ReturnType<typeof decideBrought> =>
    decideBrought({ exitCode: 1, broke: true, stdout: '', stderr }, provider);
  expect(decideBrought({ exitCode: 0, stdout: '', stderr: '' }, provider)).toBeUndefined();
  expect(
    said('npm error code ENOTFOUND\nnpm error network request to the registry failed, reason: getaddrinfo'),
  ).toMatchObject({
    outcome: 'unavailable',
    reason:
      'the project has nothing that measures its coverage, and npm install @vitest/coverage-v8@1.6.1 ended with ENOTFOUND: request to the registry failed, reason: getaddrinfo',
  });
  expect(
    said(
      'npm error code ETARGET\nnpm error notarget No matching version found for @vitest/coverage-v8@1.6.1.',
    ),
  ).toMatchObject({ outcome: 'unavailable', findings: [] });
});
