import { describe, expect, test } from 'vitest';
import { checkLockfile, type LockfileRules } from '../../../src/gates/audit/lockfile.ts';
import { fixture, readable, reasonOf } from '../../support/fixture.ts';

const integrity =
  'sha512-PlhdFcillOINfeV7Ni6oF1TAEayyZBoZ8bcshTHqOYJYlrqzRK5hagpagky5o4HfCzzd1TRkXPMFq6cKk9rGmA==';

const registry = 'https://registry.example/';

/** A lockfile with one good package, of which each test changes one thing. */
const lockfile = (change: object = {}, others: object = {}): string =>
  JSON.stringify(
    {
      lockfileVersion: 3,
      packages: {
        '': { name: 'project', workspaces: ['packages/*'] },
        'node_modules/good': {
          version: '1.0.0',
          resolved: `${registry}good/-/good-1.0.0.tgz`,
          integrity,
          ...change,
        },
        ...others,
      },
    },
    null,
    2,
  );

const rulesOf = (text: string, rules = {}): string[] =>
  readable(checkLockfile(text, { registries: [registry], ...rules })).findings.map(({ rule }) => rule);

test('a real lockfile whose entries have no "resolved" is clean', () => {
  const { findings, facts } = readable(checkLockfile(fixture('lockfile.json')));
  expect(findings).toEqual([]);
  expect(facts).toEqual({ packages: 3, workspaces: 0, installScripts: [], elsewhere: [], origins: [] });
});

test('a package of the registry with integrity is clean', () => {
  expect(rulesOf(lockfile())).toEqual([]);
});

describe('the source of a package', () => {
  test.each([
    ['git+ssh://git@example.com/a/b.git#0123', 'git-source'],
    ['git+https://example.com/a/b.git#0123', 'git-source'],
    ['git://example.com/a/b', 'git-source'],
    ['github:a/b', 'git-source'],
    ['https://example.com/a/b.git#0123', 'git-source'],
    ['http://registry.example/good/-/good-1.0.0.tgz', 'http-source'],
    ['file:../good.tgz', 'file-source'],
    ['../good', 'file-source'],
    ['https://registry.example.evil.test/good.tgz', 'other-registry'],
    ['https://evil.example/?https://registry.example/', 'other-registry'],
  ])('%s is refused as %s', (resolved, rule) => {
    expect(rulesOf(lockfile({ resolved }))).toEqual([rule]);
  });

  test("a project's own registry replaces npm's", () => {
    const rules = { registries: ['https://npm.example/team'] };
    expect(rulesOf(lockfile({ resolved: 'https://npm.example/team/good.tgz' }), rules)).toEqual([]);
    expect(rulesOf(lockfile({ resolved: 'https://npm.example/teammate/good.tgz' }), rules)).toEqual([
      'other-registry',
    ]);
    expect(rulesOf(lockfile(), rules)).toEqual(['other-registry']);
  });
});

describe('without a configured registry', () => {
  const others = {
    'node_modules/b': { version: '1.0.0', resolved: `${registry}b/-/b-1.0.0.tgz`, integrity },
    'node_modules/c': { version: '1.0.0', integrity },
  };
  const findings = (text: string) => readable(checkLockfile(text)).findings.map(({ rule }) => rule);

  test('whatever says where it comes from is from a stranger, however many do', () => {
    expect(findings(lockfile({}, others))).toEqual(['other-registry', 'other-registry']);
  });

  test('a repository, a file or an unencrypted host is never it', () => {
    expect(findings(lockfile({ resolved: 'git+ssh://git@example.test/a.git' }))).toEqual(['git-source']);
    expect(findings(lockfile({ resolved: 'http://registry.example/a.tgz' }))).toEqual(['http-source']);
    expect(findings(lockfile({ resolved: 'https://example.test/a/b.git#0123' }))).toEqual(['git-source']);
  });
});

describe('integrity', () => {
  test.each([
    [{ integrity: undefined }],
    [{ integrity: '' }],
    [{ integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }],
    [{ integrity: 'md5-x' }],
  ])('%j is not enough', (change) => {
    expect(rulesOf(lockfile(change))).toEqual(['integrity']);
  });

  test('an old sum is told, and no sum is red', () => {
    const severities = (change: object): string[] =>
      readable(checkLockfile(lockfile(change), { registries: [registry] })).findings.map(
        ({ severity }) => severity,
      );
    expect(severities({ integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' })).toEqual(['MEDIUM']);
    expect(severities({ integrity: '' })).toEqual(['HIGH']);
    expect(severities({ integrity: 'sha1-x' })).toEqual(['HIGH']);
  });

  const inner = { 'node_modules/good/node_modules/inner': { version: '1.0.0', inBundle: true } };

  test.each([
    [{ bundleDependencies: ['inner'] }],
    [{ bundledDependencies: ['inner'] }],
    [{ bundleDependencies: true, dependencies: { inner: '1' } }],
  ])('a package that comes within another needs none of its own: %j', (change) => {
    expect(rulesOf(lockfile(change, inner))).toEqual([]);
  });

  test('what a bundled package needs may come with it', () => {
    const others = {
      'node_modules/good/node_modules/inner': {
        version: '1.0.0',
        inBundle: true,
        dependencies: { deep: '1' },
      },
      'node_modules/good/node_modules/deep': { version: '1.0.0', inBundle: true },
    };
    expect(rulesOf(lockfile({ bundleDependencies: ['inner'] }, others))).toEqual([]);
  });

  test.each([
    ['nothing bundles it', {}, inner],
    ['another is bundled', { bundleDependencies: ['other'] }, inner],
    ['the project is said to bundle it', {}, { 'node_modules/inner': { version: '1.0.0', inBundle: true } }],
  ])('a bundle that is only claimed is refused: %s', (_, change, others) => {
    expect(rulesOf(lockfile(change, others))).toEqual(['false-bundle']);
  });

  test('a package in a bundle that says where it comes from is held to that', () => {
    const others = {
      'node_modules/good/node_modules/inner': {
        version: '1.0.0',
        inBundle: true,
        resolved: 'http://localhost/evil.tgz',
      },
    };
    expect(rulesOf(lockfile({ bundleDependencies: ['inner'] }, others))).toEqual(['http-source']);
  });
});

describe('what an entry says of itself is not believed', () => {
  test('scripts that stand in the lockfile are refused, wherever they stand', () => {
    const scripts = { postinstall: 'touch /tmp/ran' };
    expect(rulesOf(lockfile({ scripts }))).toEqual(['scripts-in-lockfile']);
    expect(rulesOf(lockfile({}, { 'packages/a': { scripts } }))).toEqual(['scripts-in-lockfile']);
  });

  const root = (change: object): string =>
    JSON.stringify({
      lockfileVersion: 3,
      packages: {
        '': { dependencies: { good: '1' }, devDependencies: { tool: '1' } },
        'node_modules/good': { version: '1.0.0', integrity, dependencies: { deep: '1' } },
        'node_modules/deep': { version: '1.0.0', integrity, ...change },
        'node_modules/tool': { version: '1.0.0', integrity, dev: true, dependencies: { deep: '1' } },
      },
    });

  test('a package that production needs is not for development alone, whatever its flag', () => {
    expect(rulesOf(root({}))).toEqual([]);
    expect(rulesOf(root({ dev: true }))).toEqual(['dev-flag']);
  });

  test('what a workspace needs is needed in production', () => {
    const others = {
      'packages/a': { dependencies: { own: '1' }, devDependencies: { tool: '1' } },
      'packages/a/node_modules/own': { version: '1.0.0', integrity, dev: true },
      'node_modules/tool': { version: '1.0.0', integrity, dev: true },
    };
    expect(rulesOf(lockfile({}, others))).toEqual(['dev-flag']);
  });

  test('a peer that a package can do without does not make it needed', () => {
    const others = {
      'packages/a': { peerDependencies: { own: '1' }, peerDependenciesMeta: { own: { optional: true } } },
      'node_modules/own': { version: '1.0.0', integrity, dev: true },
    };
    expect(rulesOf(lockfile({}, others))).toEqual([]);
  });
});

describe('install scripts', () => {
  const text = lockfile({ hasInstallScript: true });

  test('are refused unless the package is on the list', () => {
    expect(rulesOf(text)).toEqual(['install-script']);
    expect(rulesOf(text, { installScripts: ['other'] })).toEqual(['install-script']);
    expect(rulesOf(text, { installScripts: ['good'] })).toEqual([]);
  });

  test('are red where there is a list, and told where nobody has decided on them', () => {
    const severities = (rules: LockfileRules): string[] =>
      readable(checkLockfile(text, { registries: [registry], ...rules })).findings.map(
        ({ severity }) => severity,
      );
    expect(severities({})).toEqual(['MEDIUM']);
    expect(severities({ installScripts: [] })).toEqual(['HIGH']);
    expect(severities({ installScripts: ['other'] })).toEqual(['HIGH']);
  });

  test('go by the name of the package, not by the one under which it is installed', () => {
    const resolved = `${registry}evil/-/evil-1.0.0.tgz`;
    const asking = { 'packages/a': { dependencies: { good: 'npm:evil@1' } } };
    const alias = lockfile({ hasInstallScript: true, name: 'evil', resolved }, asking);
    expect(rulesOf(alias, { installScripts: ['good'] })).toEqual(['install-script']);
  });

  test.each([
    [{ os: ['darwin'], optional: true }, []],
    [{ os: 'darwin', optional: true }, []],
    [{ os: 'linux', optional: true }, ['install-script']],
    [{ os: ['!linux'], devOptional: true }, []],
    [{ os: ['darwin', 'linux'], optional: true }, ['install-script']],
    [{ os: ['!win32'], optional: true }, ['install-script']],
    [{ os: ['darwin'] }, ['install-script']],
    [{ optional: true }, ['install-script']],
  ])('count only where the package is installed: %j', (change, rules) => {
    expect(rulesOf(lockfile({ hasInstallScript: true, ...change }))).toEqual(rules);
  });

  test('of packages for other systems are told', () => {
    const other = lockfile({ hasInstallScript: true, os: ['darwin'], optional: true });
    expect(readable(checkLockfile(other, { registries: [registry] })).facts.elsewhere).toEqual(['good']);
  });

  test('say which setting allows them', () => {
    const [finding] = readable(checkLockfile(text, { registries: [registry] })).findings;
    expect(finding?.fix).toContain('audit.installScripts in pipeline.json');
  });

  test('are told as a fact, allowed or not', () => {
    expect(readable(checkLockfile(text, { installScripts: ['good'] })).facts.installScripts).toEqual([
      'good',
    ]);
  });
});

describe('links', () => {
  test('to workspaces are fine', () => {
    const others = {
      'packages/a': { name: '@p/a' },
      'node_modules/@p/a': { resolved: 'packages/a', link: true },
    };
    const { findings, facts } = readable(checkLockfile(lockfile({}, others), { registries: [registry] }));
    expect([findings, facts.workspaces]).toEqual([[], 1]);
  });

  test.each(['../outside', '/etc', 'file:x', 'packages/missing', 'node_modules/good'])(
    'to %s are refused',
    (resolved) => {
      const others = {
        '../outside': {},
        '/etc': {},
        'file:x': {},
        'node_modules/l': { resolved, link: true },
      };
      expect(rulesOf(lockfile({}, others))).toEqual(['file-source']);
    },
  );
});

test('a finding names the package, the line and what to do', () => {
  const text = lockfile({ integrity: undefined });
  expect(readable(checkLockfile(text, { registries: [registry] })).findings).toEqual([
    {
      tool: 'lockfile',
      rule: 'integrity',
      severity: 'HIGH',
      message: 'good@1.0.0 has no integrity: what is installed need not be what was locked',
      file: 'package-lock.json',
      line: 10,
      fix: 'Delete its entry and run npm install against the registry.',
      dependency: { name: 'good', version: '1.0.0', path: 'node_modules/good' },
    },
  ]);
});

test.each([
  ['lockfileVersion 1', '{"lockfileVersion": 1, "dependencies": {}}', /expected 2 or 3, got 1/],
  ['no project', '{"lockfileVersion": 3, "packages": {}}', /project itself/],
  ['no package', '{"lockfileVersion": 3, "packages": {"": {}}}', /lists no package/],
  [
    'an entry that is a text',
    '{"lockfileVersion": 3, "packages": {"": {}, "node_modules/a": "1"}}',
    /node_modules~1a: expected an object/,
  ],
])('%s is not checked', (_what, text, reason) => {
  expect(reasonOf(checkLockfile(text))).toMatch(reason);
});

describe('who a package is', () => {
  const at = (path: string): string => `${registry}${path}`;

  test.each([
    ['another package', { resolved: at('evil/-/evil-1.0.0.tgz') }],
    ['a scoped package of the same base', { resolved: at('@evil/good/-/good-1.0.0.tgz') }],
    ['another version', { resolved: at('good/-/good-1.0.1.tgz') }],
    ['another name of its own', { name: 'evil', resolved: at('evil/-/evil-1.0.0.tgz') }],
  ])('%s is refused', (_what, change) => {
    expect(rulesOf(lockfile(change))).toEqual(['other-package']);
  });

  test.each([
    ['a scope that is encoded', '@team%2fgood', { resolved: at('@team%2fgood/-/good-1.0.0.tgz') }],
    ['build metadata', 'good', { version: '1.0.0+build', resolved: at('good/-/good-1.0.0.tgz') }],
    ['an address that says nothing', 'good', { resolved: at('download/good/1.0.0/0123abc') }],
  ])('%s is taken', (_what, name, change) => {
    const text = lockfile(change).replace('node_modules/good', `node_modules/${decodeURIComponent(name)}`);
    expect(rulesOf(text)).toEqual([]);
  });

  test('an alias that somebody asks for is taken, by a dependency or by an override', () => {
    const aliased = { name: 'other', resolved: at('other/-/other-1.0.0.tgz') };
    const asking = { 'packages/a': { dependencies: { good: 'npm:other@^1.0.0' } } };
    expect(rulesOf(lockfile(aliased, asking))).toEqual([]);
    const manifest = JSON.stringify({ overrides: { parent: { good: 'npm:other@1' } } });
    expect(rulesOf(lockfile(aliased), { manifest })).toEqual([]);
  });
});
