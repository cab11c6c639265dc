import { describe, expect, test } from 'vitest';

import {
  chooseNode,
  decideOwnImage,
  imagesOf,
  nodeNotes,
  type NodeSubject,
} from '../../../src/gates/packages/node-image.ts';
import { factsOf } from '../../../src/project/facts/facts.ts';
import type { NodeSettings } from '../../../src/project/settings/node.ts';
import { images } from '../../../src/tools/images.ts';

/** A project with these files, and what its pipeline.json says of Node. */
function project(files: Readonly<Record<string, string>>, node: Partial<NodeSettings> = {}): NodeSubject {
  const all: Readonly<Record<string, string>> = { 'package.json': '{}', ...files };
  return {
    configuration: { node: { packages: [], ...node } },
    facts: factsOf({ paths: Object.keys(all), text: (path) => all[path] }),
  };
}

const engines = (node: string): Readonly<Record<string, string>> => ({
  'package.json': JSON.stringify({ engines: { node } }),
});

describe('the image of a project', () => {
  test.each([
    ['nothing is said', {}, images.node],
    ['.nvmrc says a major', { '.nvmrc': '20\n' }, images.node20],
    ['.nvmrc names a release', { '.nvmrc': 'lts/jod\n' }, images.node22],
    ['a range takes the newest', engines('>=18'), images.node],
    ['a range without 24', engines('>=18 <24'), images.node22],
    ['a range of one of several', engines('^18 || ^20'), images.node20],
    ['engines says 22 or later 22', engines('^22.4.0'), images.node22],
    [
      'the image that is shipped narrows',
      { ...engines('>=18'), Dockerfile: 'FROM node:20-alpine\n' },
      images.node20,
    ],
  ])('%s', (_, files, reference) => {
    expect(chooseNode(project(files))).toMatchObject({ kind: 'ours', reference });
  });

  test.each(['16', '18.20.4', '21', '23.1.0', '25', 'lts/hydrogen'])(
    'there is none of %s, by name',
    (version) => {
      const choice = chooseNode(project({ '.nvmrc': version }));
      expect(choice).toMatchObject({
        kind: 'none',
        reason: expect.stringMatching(
          /^Node \d+ is asked for \(\.nvmrc: .+\), and the pipeline has images of Node 24, 22, 20: name one as node\.version in pipeline\.json/,
        ) as string,
      });
    },
  );

  test('pipeline.json outweighs what is found', () => {
    const files = { '.nvmrc': '18' };
    expect(chooseNode(project(files, { version: '22' }))).toMatchObject({ reference: images.node22 });
    expect(chooseNode(project(files, { image: 'own:1' }))).toEqual({ kind: 'own', reference: 'own:1' });
  });

  test('is told by name beside the others, also where there is none', () => {
    expect(imagesOf(project({ '.nvmrc': '20' }))).toMatchObject({
      projectNode: images.node20,
      node: images.node,
    });
    expect(imagesOf(project({ '.nvmrc': '18' })).projectNode).toMatch(/^Node 18 is asked for/);
  });
});

describe('the notes of a gate', () => {
  const notes = (subject: NodeSubject, actual?: string, packages: readonly string[] = []): string[] =>
    nodeNotes(chooseNode(subject), actual, packages);

  test('tell of a version that is asked for exactly and is another one', () => {
    expect(notes(project({ '.nvmrc': 'v20.11.1' }), '20.20.2')).toEqual([
      'Node 20.11.1 asked for by .nvmrc; runs on Node 20.20.2',
    ]);
    expect(notes(project(engines('22.4')), '22.23.5')).toEqual([
      'Node 22.4 asked for by package.json; runs on Node 22.23.5',
    ]);
    expect(notes(project({}, { version: '22.4.0' }))).toEqual([
      'Node 22.4.0 asked for by pipeline.json; runs on Node 22',
    ]);
  });

  test.each(['20', '>=20', '20.20.2', '20.20', 'lts/iron'])('say nothing of %s', (version) => {
    expect(notes(project({ '.nvmrc': version }), '20.20.2')).toEqual([]);
  });

  test('tell of packages that were added, and of an image of the project', () => {
    expect(notes(project({}), undefined, ['git'])).toEqual(['added from Debian (node.packages): git']);
    expect(notes(project({}, { image: 'own:1' }), '22.1.0')).toEqual([
      'runs on own:1 (node.image), Node 22.1.0',
    ]);
  });
});

describe("the project's own image", () => {
  const decide = (exitCode: number, stdout: string, stderr = ''): ReturnType<typeof decideOwnImage> =>
    decideOwnImage('own:1', {
      exitCode,
      stdout,
      stderr,
      ...(exitCode === 0 ? {} : { broke: true as const }),
    });

  test('is used where it has Node', () => {
    expect(decide(0, 'v22.1.0\n')).toBeUndefined();
  });

  test.each([
    [1, 'missing: npm\n', 'npm'],
    [1, 'missing: node\n', 'node'],
    [127, '', 'sh or timeout'],
    [126, '', 'sh or timeout'],
  ])('is red where it lacks a program: %d %j', (exitCode, stdout, program) => {
    const decision = decide(exitCode, stdout);
    expect(decision).toMatchObject({ outcome: 'failed', reason: `node.image: own:1 has no ${program}` });
    expect(decision?.findings).toMatchObject([{ file: 'pipeline.json', rule: 'node-image' }]);
  });

  test.each([
    [137, '', 'killed'],
    [132, '', 'SIGILL'],
    [0, 'hello', 'hello'],
  ])('is unavailable where its Node does not start: %d %j', (exitCode, stdout, said) => {
    const decision = decide(exitCode, stdout, '\u001b[31mno\u001b[0m');
    expect(decision?.outcome).toBe('unavailable');
    expect(decision?.reason).toContain(said);
    expect(decision?.reason).not.toContain('\u001b');
  });
});
