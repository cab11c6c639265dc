import { describe, expect, test } from 'vitest';
import { dependencyPaths } from '../../../src/gates/audit/dependency-paths.ts';
import { readPackageTree } from '../../../src/gates/packages/package-tree.ts';

const paths = (packages: object): Record<string, string> => {
  const tree = readPackageTree(JSON.stringify({ lockfileVersion: 3, packages }));
  return Object.fromEntries(dependencyPaths(tree));
};

describe('the way to a package', () => {
  test('is the shortest one', () => {
    expect(
      paths({
        '': { dependencies: { a: '1', b: '1' } },
        'node_modules/a': { version: '1.0.0', dependencies: { c: '1' } },
        'node_modules/b': { version: '2.0.0', dependencies: { d: '1' } },
        'node_modules/c': { version: '3.0.0', dependencies: { d: '1' } },
        'node_modules/d': { version: '4.0.0' },
      })['node_modules/d'],
    ).toBe('b@2.0.0 > d@4.0.0');
  });

  test('goes to the copy that Node would load', () => {
    const all = paths({
      '': { dependencies: { a: '1', c: '1' } },
      'node_modules/a': { version: '1.0.0', dependencies: { c: '2' } },
      'node_modules/a/node_modules/c': { version: '2.0.0', dependencies: { c: '1' } },
      'node_modules/c': { version: '1.0.0' },
    });
    expect(all).toMatchObject({
      'node_modules/a/node_modules/c': 'a@1.0.0 > c@2.0.0',
      'node_modules/c': 'c@1.0.0',
    });
  });

  test('begins with the workspace that asks for it', () => {
    const all = paths({
      '': { workspaces: ['packages/*'] },
      'packages/api': { name: '@x/api', devDependencies: { a: '1', b: '1' } },
      'packages/api/node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '2.0.0' },
      'node_modules/@x/api': { resolved: 'packages/api', link: true },
    });
    expect(all).toEqual({
      'packages/api/node_modules/a': '@x/api > a@1.0.0',
      'node_modules/b': '@x/api > b@2.0.0',
    });
  });

  test('ends in a circle', () => {
    expect(
      paths({
        '': { dependencies: { a: '1' } },
        'node_modules/a': { version: '1.0.0', dependencies: { b: '1' } },
        'node_modules/b': { version: '1.0.0', dependencies: { a: '1' } },
      }),
    ).toEqual({ 'node_modules/a': 'a@1.0.0', 'node_modules/b': 'a@1.0.0 > b@1.0.0' });
  });

  test('leaves out what is not installed, and what nobody asks for', () => {
    expect(
      paths({
        '': { optionalDependencies: { gone: '1' } },
        'node_modules/stray': { version: '1.0.0' },
      }),
    ).toEqual({});
  });

  test('takes names of Object.prototype as names', () => {
    expect(
      paths({
        '': { dependencies: JSON.parse('{"__proto__": "1", "constructor": "1"}') as object },
        'node_modules/__proto__': { version: '1.0.0' },
        'node_modules/constructor': { version: '2.0.0' },
      }),
    ).toEqual({
      'node_modules/__proto__': '__proto__@1.0.0',
      'node_modules/constructor': 'constructor@2.0.0',
    });
  });

  test('is found in a chain of ten thousand packages', () => {
    const packages: Record<string, object> = { '': { dependencies: { p0: '1' } } };
    for (let index = 0; index < 10_000; index += 1) {
      packages[`node_modules/p${String(index)}`] = {
        version: '1.0.0',
        dependencies: { [`p${String(index + 1)}`]: '1' },
      };
    }
    expect(paths(packages)['node_modules/p9999']).toMatch(/^p0@1\.0\.0 > p1@1\.0\.0/);
  });
});
