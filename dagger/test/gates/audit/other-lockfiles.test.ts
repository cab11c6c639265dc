import { describe, expect, test } from 'vitest';
import { checkOtherLockfile } from '../../../src/gates/audit/lockfile.ts';
import type { PackageRules } from '../../../src/gates/audit/lockfile-faults.ts';
import { readLockfile } from '../../../src/gates/packages/read-lockfile.ts';
import { readable, reasonOf } from '../../support/fixture.ts';

const integrity =
  'sha512-PlhdFcillOINfeV7Ni6oF1TAEayyZBoZ8bcshTHqOYJYlrqzRK5hagpagky5o4HfCzzd1TRkXPMFq6cKk9rGmA==';
const registry = 'https://registry.example/';
const rules: PackageRules = { registries: [registry], installScripts: [], install: 'pnpm install' };
const good = { location: 'good@1.0.0', name: 'good', version: '1.0.0', integrity, needs: [] };

/** A lockfile with one good package, of which each test changes one thing. */
const locked = (change: object = {}, more: object = {}) =>
  readLockfile(
    JSON.stringify({
      packages: [{ ...good, ...change }],
      projects: [{ label: '', needs: ['good@1.0.0'], developmentNeeds: [] }],
      scripts: { kind: 'all', names: [] },
      ...more,
    }),
    'pnpm-lock.yaml',
  );

const rulesOf = (change: object, scripted: readonly string[] = [], more: object = {}, own = {}): string[] =>
  readable(checkOtherLockfile(locked(change, more), scripted, { ...rules, ...own })).findings.map(
    ({ rule }) => rule,
  );

test('a package of the registry with its integrity is clean', () => {
  expect(rulesOf({})).toEqual([]);
  expect(rulesOf({ resolved: `${registry}good/-/good-1.0.0.tgz` })).toEqual([]);
});

describe('the source of a package is held to what npm is held to', () => {
  test.each([
    ['git+https://example.com/a/b.git#0123', 'git-source'],
    ['git@example.com:a/b.git', 'git-source'],
    ['ssh://git@example.com/a/b', 'git-source'],
    ['https://example.com/a/b#commit=0123', 'git-source'],
    ['https://codeload.github.com/a/b/tar.gz/0123', 'git-source'],
    ['github:a/b#0123', 'git-source'],
    ['http://registry.example/good.tgz', 'http-source'],
    ['file:../good', 'file-source'],
    ['link:../good', 'file-source'],
    ['portal:../good', 'file-source'],
    ['exec:./make.js', 'file-source'],
    ['https://stranger.example/good.tgz', 'other-registry'],
    [`${registry}evil/-/evil-1.0.0.tgz`, 'other-package'],
    [`${registry}good/-/good-1.0.1.tgz`, 'other-package'],
  ])('%s is refused as %s', (resolved, rule) => {
    expect(rulesOf({ resolved })).toEqual([rule]);
  });
});

test('integrity is needed, unless the manager itself keeps none', () => {
  expect(rulesOf({ integrity: undefined })).toEqual(['integrity']);
  expect(rulesOf({ integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' })).toEqual(['integrity']);
  expect(rulesOf({ integrity: undefined, withoutIntegrity: true })).toEqual([]);
});

test('a package that stands for another one is refused', () => {
  expect(rulesOf({ standsAs: 'lodash' })).toEqual(['other-package']);
});

describe('an install script', () => {
  const only = (...names: string[]): object => ({ scripts: { kind: 'only', names } });

  test('is refused where the manager runs it and the project does not allow it here', () => {
    expect(rulesOf({}, ['good'])).toEqual(['install-script']);
    expect(rulesOf({}, ['good'], {}, { installScripts: ['good'] })).toEqual([]);
    expect(rulesOf({ hasInstallScript: true })).toEqual(['install-script']);
  });

  test('is no finding where the manager does not run it', () => {
    expect(rulesOf({}, ['good'], only())).toEqual([]);
    expect(rulesOf({}, ['good'], only('good'))).toEqual(['install-script']);
    expect(rulesOf({}, ['good'], { scripts: { kind: 'all', names: ['good'] } })).toEqual([]);
  });

  test('goes by the own name of a package, not by that of an alias', () => {
    const alias = { aliases: ['fine'] };
    expect(rulesOf(alias, ['fine'], only('fine'), { installScripts: ['fine'] })).toEqual(['install-script']);
    expect(rulesOf(alias, ['fine'], { scripts: { kind: 'all', names: ['fine'] } })).toEqual([
      'install-script',
    ]);
  });

  test('of another system is told, and no finding', () => {
    const { findings, facts } = readable(
      checkOtherLockfile(locked({ hasInstallScript: true, optional: true, os: ['darwin'] }), [], rules),
    );
    expect([findings, facts.elsewhere]).toEqual([[], ['good']]);
  });
});

test('a finding names the lockfile, the line and the command of its manager', () => {
  const [finding] = readable(
    checkOtherLockfile(locked({ integrity: undefined, line: 7 }), [], rules),
  ).findings;
  expect(finding).toMatchObject({
    tool: 'lockfile',
    file: 'pnpm-lock.yaml',
    line: 7,
    fix: 'Delete its entry and run pnpm install against the registry.',
    dependency: { name: 'good', version: '1.0.0', path: 'good@1.0.0' },
  });
});

test('a lockfile without a package is not checked', () => {
  expect(reasonOf(checkOtherLockfile(locked({}, { packages: [] }), [], rules))).toMatch(/lists no package/);
});

test('a lockfile that cannot be read is told with the reason of its reader', () => {
  expect(() => readLockfile('{"broken": "it has a merge conflict"}', 'yarn.lock')).toThrow(
    /^yarn\.lock cannot be read: it has a merge conflict$/,
  );
});

test('texts of a lockfile cannot write on a terminal', () => {
  const lockfile = locked({ name: 'good\u001b[2J', version: '1\u0007' });
  const { findings } = readable(checkOtherLockfile(lockfile, ['x'], rules));
  expect(JSON.stringify([findings, [...lockfile.paths.values()]])).not.toMatch(/\\u001b|\\u0007/);
});

test('what is needed at run time, however far, is in production', () => {
  const packages = ['a', 'b', 'c', 'd'].map((name, index, all) => ({
    ...good,
    location: name,
    name,
    needs: name === 'c' ? [] : [all[index + 1] ?? 'a'],
  }));
  const projects = [
    { label: '', needs: ['b'], developmentNeeds: ['d'] },
    { label: 'team', needs: [], developmentNeeds: ['a'] },
  ];
  const { packages: found, paths } = locked({}, { packages, projects });
  expect([...found.values()].filter(({ production }) => production).map(({ name }) => name)).toEqual([
    'b',
    'c',
  ]);
  expect(Object.fromEntries(paths)).toEqual({
    a: 'team > a@1.0.0',
    b: 'b@1.0.0',
    c: 'b@1.0.0 > c@1.0.0',
    d: 'd@1.0.0',
  });
});
