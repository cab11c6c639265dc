import { describe, expect, test } from 'vitest';
import { readPnpm } from '../../../programs/lockfile/pnpm.ts';
import { pnpmScripts } from '../../../programs/lockfile/pnpm-scripts.ts';
import type { Source } from '../../../programs/lockfile/source.ts';
import { sourceOf, yamlSource } from './source.ts';

const nine = `lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      mkdirp:
        specifier: 0.5.1
        version: 0.5.1
      under:
        specifier: npm:underscore@1.13.0
        version: underscore@1.13.0
      ui:
        specifier: ^1.0.0
        version: 1.0.0(react@18.0.0)
    devDependencies:
      '@scope/tool':
        specifier: 1.10
        version: 1.10
    optionalDependencies:
      fsevents:
        specifier: 2.3.3
        version: 2.3.3
  packages/a:
    dependencies:
      b:
        specifier: workspace:*
        version: link:../b
  packages/b: {}
packages:
  '@scope/tool@1.10':
    resolution: {integrity: sha512-tool}
  fsevents@2.3.3:
    resolution: {integrity: sha512-fsevents}
    os: [darwin]
  minimist@0.0.8:
    resolution: {integrity: sha512-minimist}
  mkdirp@0.5.1:
    resolution: {integrity: sha512-mkdirp}
  react@18.0.0:
    resolution: {integrity: sha512-react, tarball: https://registry.example/react/-/react-18.0.0.tgz}
  ui@1.0.0:
    resolution: {integrity: sha512-ui}
  underscore@1.13.0:
    resolution: {integrity: sha512-underscore}
snapshots:
  '@scope/tool@1.10': {}
  fsevents@2.3.3:
    optional: true
  minimist@0.0.8: {}
  mkdirp@0.5.1:
    dependencies:
      minimist: 0.0.8
  react@18.0.0: {}
  ui@1.0.0(react@18.0.0):
    dependencies:
      react: 18.0.0
  underscore@1.13.0: {}
`;

const five = `lockfileVersion: 5.4
specifiers:
  mkdirp: 0.5.1
  under: npm:underscore@1.13.0
dependencies:
  mkdirp: 0.5.1
  under: /underscore/1.13.0
  ui: 1.0.0_react@18.0.0
packages:
  /mkdirp/0.5.1:
    resolution: {integrity: sha512-mkdirp}
    dependencies:
      minimist: 0.0.8
  /minimist/0.0.8:
    resolution: {integrity: sha512-minimist}
    requiresBuild: true
  /underscore/1.13.0:
    resolution: {integrity: sha512-underscore}
  /@scope/x/1.0.0:
    resolution: {integrity: sha512-x}
    requiresBuild: true
    optional: true
  /ui/1.0.0_react@18.0.0:
    resolution: {integrity: sha512-ui}
`;

const six = `lockfileVersion: '6.0'
dependencies:
  mkdirp:
    specifier: 0.5.1
    version: 0.5.1
  under:
    specifier: npm:underscore@1.13.0
    version: /underscore@1.13.0
  ui:
    specifier: 1.0.0
    version: 1.0.0(react@18.0.0)
packages:
  /mkdirp@0.5.1:
    resolution: {integrity: sha512-mkdirp}
    dependencies:
      minimist: 0.0.8
  /minimist@0.0.8:
    resolution: {integrity: sha512-minimist}
  /underscore@1.13.0:
    resolution: {integrity: sha512-underscore}
  /ui@1.0.0(react@18.0.0):
    resolution: {integrity: sha512-ui}
  github.com/a/b/0123:
    resolution: {tarball: https://codeload.github.com/a/b/tar.gz/0123}
    name: b
    version: 2.0.0
`;

const packageAt = (text: string, location: string, more: Partial<Source> = {}) =>
  readPnpm(yamlSource(text, more)).packages.find((one) => one.location === location);

describe('lockfileVersion 9', () => {
  test('has projects with what they need, with peers or without', () => {
    expect(readPnpm(yamlSource(nine)).projects).toEqual([
      {
        label: '',
        needs: ['mkdirp@0.5.1', 'underscore@1.13.0', 'ui@1.0.0', 'fsevents@2.3.3'],
        developmentNeeds: ['@scope/tool@1.10'],
      },
      { label: 'packages/a', needs: [], developmentNeeds: [] },
      { label: 'packages/b', needs: [], developmentNeeds: [] },
    ]);
  });

  test('has packages by name and version, with integrity, system and line', () => {
    expect(packageAt(nine, 'fsevents@2.3.3')).toEqual({
      location: 'fsevents@2.3.3',
      name: 'fsevents',
      version: '2.3.3',
      integrity: 'sha512-fsevents',
      hasInstallScript: false,
      optional: true,
      os: ['darwin'],
      needs: [],
      line: 31,
    });
    expect(packageAt(nine, '@scope/tool@1.10')).toMatchObject({ name: '@scope/tool', version: '1.10' });
    expect(packageAt(nine, 'ui@1.0.0')).toMatchObject({ needs: ['react@18.0.0'] });
    expect(packageAt(nine, 'react@18.0.0')?.resolved).toBe(
      'https://registry.example/react/-/react-18.0.0.tgz',
    );
  });

  test('a name that an alias asks for is an alias; another one only stands for the package', () => {
    expect(packageAt(nine, 'underscore@1.13.0')).toMatchObject({ aliases: ['under'] });
    const forged = nine.replace('npm:underscore@1.13.0', '^1.0.0');
    expect(packageAt(forged, 'underscore@1.13.0')).toMatchObject({ standsAs: 'under' });
    const manifests = new Map([['.', { pnpm: { overrides: { under: 'npm:underscore@1' } } }]]);
    expect(packageAt(forged, 'underscore@1.13.0', { manifests })).toMatchObject({ aliases: ['under'] });
  });

  test.each([
    ['{type: git, repo: https://example.com/a.git, commit: 0123}', 'git+https://example.com/a.git#0123'],
    ['{tarball: https://codeload.github.com/a/b/tar.gz/0123}', 'https://codeload.github.com/a/b/tar.gz/0123'],
    ['{type: directory, directory: ../outside}', 'file:../outside'],
  ])('a package of %s comes from there', (resolution, resolved) => {
    const text = nine.replace('{integrity: sha512-mkdirp}', resolution);
    expect(packageAt(text, 'mkdirp@0.5.1')?.resolved).toBe(resolved);
  });

  test('a workspace that is copied is no package, and a link out of the project is one', () => {
    const injected = nine.replace('{integrity: sha512-mkdirp}', '{type: directory, directory: packages/b}');
    expect(packageAt(injected, 'mkdirp@0.5.1')).toBeUndefined();
    const linked = nine.replace('link:../b', 'link:../../../outside');
    expect(readPnpm(yamlSource(linked)).packages.at(-1)).toMatchObject({
      name: 'b',
      version: 'link',
      resolved: 'link:../../../outside',
    });
  });

  test('packages of the configuration, in a document of their own, are read too', () => {
    const own = `lockfileVersion: '9.0'
importers:
  .:
    configDependencies:
      hooks: {specifier: 1.0.0, version: 1.0.0}
packages:
  hooks@1.0.0:
    resolution: {integrity: sha512-hooks}
---
`;
    const { packages, projects } = readPnpm(yamlSource(own + nine));
    expect(packages.map(({ name }) => name)).toEqual(expect.arrayContaining(['hooks', 'mkdirp']));
    expect(projects[0]?.developmentNeeds).toEqual(['hooks@1.0.0']);
  });
});

describe.each([
  ['5', five, (name: string, version: string) => `/${name}/${version}`],
  ['6', six, (name: string, version: string) => `/${name}@${version}`],
])('lockfileVersion %s', (_version, text, key) => {
  test('has the same', () => {
    expect(packageAt(text, key('mkdirp', '0.5.1'))).toMatchObject({
      name: 'mkdirp',
      version: '0.5.1',
      needs: [key('minimist', '0.0.8')],
    });
    expect(packageAt(text, key('underscore', '1.13.0'))).toMatchObject({
      name: 'underscore',
      aliases: ['under'],
    });
    expect(readPnpm(yamlSource(text)).projects[0]?.needs).toHaveLength(3);
    expect(readPnpm(yamlSource(text)).packages.find(({ name }) => name === 'ui')?.version).toBe('1.0.0');
  });
});

test('before 9 the lockfile says what has an install script, but for optional packages, of which it guesses', () => {
  expect(packageAt(five, '/minimist/0.0.8')?.hasInstallScript).toBe(true);
  expect(packageAt(five, '/@scope/x/1.0.0')).toMatchObject({ name: '@scope/x', hasInstallScript: false });
});

test('a package that is no registry has its name from its entry', () => {
  expect(packageAt(six, 'github.com/a/b/0123')).toMatchObject({ name: 'b', version: '2.0.0' });
});

describe('whose scripts pnpm runs', () => {
  const all = { kind: 'all', names: [] };
  const only = (...names: string[]) => ({ kind: 'only', names });

  test.each<[string, Partial<Source>, object]>([
    ['9', {}, all],
    ['9', { settings: { onlyBuiltDependencies: ['esbuild'] } }, only('esbuild')],
    ['9', { settings: { neverBuiltDependencies: ['x'] } }, { kind: 'all', names: ['x'] }],
    ['10.34.9', {}, only()],
    ['^10', { settings: { onlyBuiltDependencies: ['esbuild@0.21.5 || 0.25.0'] } }, only('esbuild')],
    ['10', { manifests: new Map([['.', { pnpm: { onlyBuiltDependencies: ['@a/b'] } }]]) }, only('@a/b')],
    ['12', { settings: { allowBuilds: { esbuild: 'true', x: 'false' } } }, only('esbuild')],
    [
      '12',
      { settings: { dangerouslyAllowAllBuilds: 'true', allowBuilds: { x: 'false' } } },
      { kind: 'all', names: ['x'] },
    ],
    ['10', { settings: { onlyBuiltDependenciesFile: 'list.json' } }, all],
  ])('version %s with %j', (version, more, policy) => {
    expect(pnpmScripts(sourceOf({ version, ...more }))).toEqual(policy);
  });
});

test.each([
  ['nothing', '', /empty|lockfileVersion/],
  ['a text', 'hello', /lockfileVersion/],
  ['another version', "lockfileVersion: '12.0'\n", /expected lockfileVersion 5, 6 or 9, got 12\.0/],
])('%s is refused', (_what, text, reason) => {
  expect(() => readPnpm(yamlSource(text))).toThrow(reason);
});

test('keys that JavaScript knows are keys like any other', () => {
  const text = nine.replace(
    '  fsevents@2.3.3:\n    resolution',
    '  __proto__: {resolution: {integrity: x}}\n  fsevents@2.3.3:\n    resolution',
  );
  expect(packageAt(text, '__proto__')?.integrity).toBe('x');
  expect(({} as { resolution?: unknown }).resolution).toBeUndefined();
});
