import { expect, test } from 'vitest';

import { missingPrograms } from '../../../src/gates/test/missing-programs.ts';

const told = (text: string, image?: string): string[] =>
  missingPrograms([text, undefined], image === undefined ? {} : { image });
const git = 'the tests miss the program git: add it as node.packages in pipeline.json';

test.each([
  ['Error: spawn git ENOENT'],
  ['Error: spawnSync git ENOENT\n    at Object.spawnSync'],
  ['spawn /usr/bin/git ENOENT'],
  ['/bin/sh: 1: git: not found'],
  ['sh: git: not found'],
  ['bash: line 1: git: command not found'],
  ['./build.sh: 3: git: not found'],
  ['env: ‘git’: No such file or directory'],
  ["/usr/bin/env: 'git': No such file or directory"],
  [JSON.stringify({ message: 'Error: Command failed: git init\n/bin/sh: 1: git: not found\n' })],
  [JSON.stringify({ message: 'failed\ngit: command not found' })],
  ['gyp ERR! stack Error: not found: x\ngit: command not found'],
])('%j', (text) => {
  expect(told(text)).toEqual([git]);
});

test.each([
  ['ps', 'add procps as node.packages in pipeline.json'],
  ['python', 'add python-is-python3 as node.packages in pipeline.json'],
  ['redis-server', 'add redis-server as node.packages in pipeline.json'],
  ['my-own-tool', 'if a Debian package has it, add that as node.packages in pipeline.json'],
  ['constructor', 'if a Debian package has it, add that as node.packages in pipeline.json'],
])('of %s the package is named where it is known', (name, advice) => {
  expect(told(`spawn ${name} ENOENT`)).toEqual([`the tests miss the program ${name}: ${advice}`]);
});

test('it belongs into an image of the project, where there is one', () => {
  expect(told('spawn git ENOENT', 'own:1')).toEqual([
    'the tests miss the program git: add it to the image that node.image names',
  ]);
});

test.each([
  [''],
  ['Error: ENOENT: no such file or directory, open "git"'],
  ['GET /users/1: user not found'],
  ['AssertionError: git not found'],
  ['spawn ./bin/tool ENOENT'],
  ['Error: not found'],
])('%j says nothing of a program', (text) => {
  expect(told(text)).toEqual([]);
});

test('three are named at most, each once, and in plain text', () => {
  const text = ['a', 'a', 'b', 'c', 'd', '\u001b[31me'].map((name) => `spawn ${name} ENOENT`).join('\n');
  expect(told(text).map((line) => line.split(':')[0])).toEqual(
    ['a', 'b', 'c'].map((name) => `the tests miss the program ${name}`),
  );
});
