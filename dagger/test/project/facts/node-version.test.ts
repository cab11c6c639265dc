import { describe, expect, test } from 'vitest';

import { fact } from '../../../src/project/facts/fact.ts';
import { nodeVersionOf } from '../../../src/project/facts/node-version.ts';
import { readNode } from '../../../src/project/facts/node-words.ts';
import { type MadeUp, sourcesFrom } from './made-up.ts';

const of = (made: MadeUp, image?: string): ReturnType<typeof nodeVersionOf> =>
  nodeVersionOf(
    sourcesFrom(made),
    image === undefined ? undefined : fact(image, `Dockerfile:1: FROM node:${image}`),
  );

describe('notations', () => {
  test.each([
    ['22', 22],
    ['v22', 22],
    ['22.1.0', 22],
    ['node-v20.1.0', 20],
    ['lts/*', 24],
    ['lts', 24],
    ['lts/jod', 22],
    ['lts/Iron', 20],
    ['lts/krypton', 24],
    ['lts-hydrogen', 18],
    ['lts/-1', 22],
    ['node', 24],
    ['latest', 24],
    ['stable', 24],
    ['*', 24],
    ['>=18', 24],
    ['>=20 <23', 22],
    ['^20.18.1 || >= 22', 24],
    ['20 || 22', 22],
    ['12.x', 12],
    ['^26.0.0', 26],
    ['>=26', 26],
    ['16 || 18', 16],
  ])('%s is Node %i', (said, major) => {
    expect(readNode(said)?.major).toBe(major);
  });

  test.each(['', 'system', 'lts/unknown', 'lts/constructor', 'iojs', 'please', '22 !', '>=22 <20', 'lts/-7'])(
    '%j is no version',
    (said) => {
      expect(said === '' ? undefined : readNode(said)).toBeUndefined();
    },
  );
});

describe('what says the version', () => {
  test.each<[MadeUp, string, number, string]>([
    [{ '.nvmrc': 'v22.2.0\n' }, 'v22.2.0', 22, '.nvmrc: v22.2.0'],
    [{ '.nvmrc': '\uFEFF# why\r\n\r\nlts/jod # here\r\n' }, 'lts/jod', 22, '.nvmrc: lts/jod'],
    [{ '.node-version': '20.1.0' }, '20.1.0', 20, '.node-version: 20.1.0'],
    [{ '.tool-versions': 'ruby 3\nnodejs 22.1.0 20\n' }, '22.1.0', 22, '.tool-versions: nodejs 22.1.0'],
    [{ 'mise.toml': '[tools]\nnode = "lts"\n' }, 'lts', 24, 'mise.toml: node lts'],
    [{ 'mise.toml': '[tools]\nnode = { version = "20" }\n' }, '20', 20, 'mise.toml: node 20'],
    [{ '.mise.toml': '[tools]\n"node" = ["22", "20"] # two\n' }, '22', 22, '.mise.toml: node 22'],
    [{ 'package.json': { volta: { node: '20.9.0' } } }, '20.9.0', 20, 'package.json: volta.node "20.9.0"'],
    [
      { 'package.json': { devEngines: { runtime: { name: 'node', version: '^22' } } } },
      '^22',
      22,
      'package.json: devEngines.runtime "node@^22"',
    ],
    [{ 'package.json': { engines: { node: '>=20' } } }, '>=20', 24, 'package.json: engines.node ">=20"'],
  ])('%j', (made, said, major, from) => {
    expect(of(made)).toEqual({ found: { value: { said, major }, from }, notes: [] });
  });

  test('the image is the last evidence', () => {
    expect(of({}, '22.1.0').found).toEqual({
      value: { said: '22.1.0', major: 22 },
      from: 'Dockerfile:1: FROM node:22.1.0',
    });
    expect(of({}).found).toBeUndefined();
    expect(of({ '.nvmrc': '\n# nothing\n' }).found).toBeUndefined();
  });
});

describe('of a range with several majors, that of the image is taken', () => {
  const range = { 'package.json': { engines: { node: '>=18' } } };

  test('if it is in the range and supported', () => {
    const { found, notes } = of(range, '20-alpine'.slice(0, 2));
    expect(found).toEqual({
      value: { said: '>=18', major: 20 },
      from: 'package.json: engines.node ">=18"; Dockerfile:1: FROM node:20',
    });
    expect(notes).toEqual([]);
  });

  test('and else the highest supported one', () => {
    expect(of(range, '18').found?.value.major).toBe(24);
    expect(of(range, 'lts').found?.value.major).toBe(24);
    const { found, notes } = of({ 'package.json': { engines: { node: '>=22' } } }, '20');
    expect(found?.value.major).toBe(24);
    expect(notes).toEqual([
      'Dockerfile:1: FROM node:20 contradicts package.json: engines.node ">=22", which counts',
    ]);
  });
});

describe('contradictions are told, and the order decides', () => {
  test.each<[string, MadeUp, number, string[]]>([
    [
      '.nvmrc before engines',
      { '.nvmrc': '20', 'package.json': { engines: { node: '>=22' } } },
      20,
      ['package.json: engines.node ">=22" contradicts .nvmrc: 20, which counts'],
    ],
    [
      '.nvmrc in the range of engines',
      { '.nvmrc': '22', 'package.json': { engines: { node: '>=20' } } },
      22,
      [],
    ],
    [
      '.nvmrc before .node-version',
      { '.nvmrc': '22', '.node-version': '20' },
      22,
      ['.node-version: 20 contradicts .nvmrc: 22, which counts'],
    ],
    [
      'a line that is no version',
      { '.nvmrc': 'system', 'package.json': { engines: { node: '22' } } },
      22,
      ['.nvmrc: system: no version of Node: left out'],
    ],
    [
      'a version that no gate has an image of',
      { '.nvmrc': '23.11.1' },
      23,
      ['.nvmrc: 23.11.1: Node 23 is none of 24, 22, 20, which gates have images of'],
    ],
  ])('%s', (_, made, major, notes) => {
    expect(of(made).found?.value.major).toBe(major);
    expect(of(made).notes).toEqual(notes);
  });
});
