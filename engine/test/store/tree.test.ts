import { describe, expect, it } from 'vitest';
import { filterTree, globTree } from '../../src/store/patterns.ts';
import {
  emptyTree,
  namesIn,
  subtree,
  treeOf,
  treePath,
  withoutPath,
  withTree,
  type Entry,
} from '../../src/store/tree.ts';

const file = (path: string, digest = 'd'): Entry => ({
  kind: 'file',
  path,
  mode: 0o644,
  digest,
  sizeBytes: 1,
});
const paths = (tree: { entries: readonly Entry[] }): string[] => tree.entries.map((entry) => entry.path);
const base = treeOf([
  file('src/a.ts'),
  file('src/deep/b.ts'),
  file('node_modules/x/index.js'),
  file('package.json'),
]);

describe('a tree', () => {
  it('adds the directories that its files stand in, before them', () => {
    expect(paths(treeOf([file('a/b/c')]))).toEqual(['a', 'a/b', 'a/b/c']);
  });

  it('has the digest of its content, whatever the order it was given in', () => {
    expect(treeOf([file('b'), file('a')]).digest).toBe(treeOf([file('a'), file('b')]).digest);
    expect(treeOf([file('a', 'x')]).digest).not.toBe(treeOf([file('a', 'y')]).digest);
    expect(treeOf([{ ...file('a'), mode: 0o755 } as Entry]).digest).not.toBe(treeOf([file('a')]).digest);
  });

  it('lets the later of two entries with one path count', () => {
    expect(treeOf([file('a', 'old'), file('a', 'new')]).entries).toEqual([file('a', 'new')]);
  });

  it('replaces a directory and all that is in it by a file of that name', () => {
    expect(paths(treeOf([file('a/b'), file('a')]))).toEqual(['a']);
  });

  it('has subtrees with paths of their own', () => {
    expect(paths(subtree(base, '/src/') ?? emptyTree)).toEqual(['a.ts', 'deep', 'deep/b.ts']);
    expect(subtree(base, 'none')).toBeUndefined();
    expect(subtree(base, 'package.json')).toBeUndefined();
  });

  it('takes another tree at a path', () => {
    expect(paths(withTree(emptyTree, 'x/y', treeOf([file('z')])))).toEqual(['x', 'x/y', 'x/y/z']);
    expect(paths(withTree(emptyTree, 'x', emptyTree))).toEqual(['x']);
  });

  it('goes without a path and all below it, and not without its namesakes', () => {
    expect(paths(withoutPath(treeOf([file('a/b'), file('ab')]), 'a'))).toEqual(['ab']);
  });

  it('lists names as Dagger does', () => {
    expect(namesIn(base)).toEqual(['node_modules/', 'package.json', 'src/']);
  });
});

describe('treePath', () => {
  it.each([
    ['/', ''],
    ['.', ''],
    ['./a//b/', 'a/b'],
    ['a/../../b', 'b'],
    ['../../etc/passwd', 'etc/passwd'],
  ])('reads %s as %s', (given, expected) => {
    expect(treePath(given)).toBe(expected);
  });
});

describe('patterns', () => {
  it.each([
    [{ exclude: ['**/node_modules'] }, ['package.json', 'src', 'src/a.ts', 'src/deep', 'src/deep/b.ts']],
    [{ exclude: ['node_modules', 'src/*', '!src/a.ts'] }, ['package.json', 'src', 'src/a.ts']],
    [{ include: ['package.json', 'src/deep'] }, ['package.json', 'src', 'src/deep', 'src/deep/b.ts']],
    [{ include: ['**/*.ts'], exclude: ['src/deep'] }, ['src', 'src/a.ts']],
  ])('%j takes %j', (filter, expected) => {
    expect(paths(filterTree(base, filter))).toEqual(expected);
  });

  it('globs as Dagger does', () => {
    expect(globTree(base, '**/*.ts')).toEqual(['src/a.ts', 'src/deep/b.ts']);
    expect(globTree(base, '*')).toEqual(['node_modules/', 'package.json', 'src/']);
  });
});
