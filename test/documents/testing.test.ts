import { describe, expect, it } from 'vitest';

import { gateNames } from '../../dagger/src/gates/order.ts';
import { commandOf, commands, testFiles } from '../report/commands.ts';
import { readDocument, type Document } from './markdown.ts';
import { api, mainObject, read } from './project.ts';

const readme = readDocument('README.md', read('README.md'));
const testing = readDocument('docs/testing.md', read('docs/testing.md'));

/** A promise, with the files that hold it in the run of each command. */
interface Row {
  readonly promise: string;
  readonly files: readonly (readonly string[])[];
}

function rowsOf({ tables }: Document): Row[] {
  const table = tables.find(([head]) => head?.[0] === 'promise') ?? [];
  return table.slice(1).map(([promise = '', ...cells]) => ({
    promise,
    files: commands.map((_, index) => (cells[index] ?? '').split(', ').filter((path) => path !== '')),
  }));
}

/** Words in backticks. */
const wordsIn = (text: string): string[] =>
  [...text.matchAll(/`([^`]+)`/g)].flatMap(([, span = '']) => span.split(' '));

/** The functions that README's table of calls tells of; `prune` is the local engine's own. */
function promisedCalls(): string[] {
  const table = readme.tables.find(([head]) => head?.[0] === 'call')?.slice(1) ?? [];
  const known = new Set([...(api.get(mainObject)?.keys() ?? []), 'prune', 'ci:strict']);
  return [...new Set(table.flat().flatMap(wordsIn))].filter((word) => known.has(word));
}

/** What is wrong in the rows, by name. */
function problems(rows: readonly Row[], files: readonly string[] = testFiles()): string[] {
  const named = new Set(rows.flatMap((row) => row.files.flat()));
  const told = new Set(rows.flatMap(({ promise }) => wordsIn(promise)));
  return [
    ...rows.filter((row) => row.files.flat().length === 0).map(({ promise }) => `nothing holds: ${promise}`),
    ...[...named].filter((path) => !files.includes(path)).map((path) => `no test file: ${path}`),
    ...rows.flatMap((row) =>
      commands.flatMap((command, index) =>
        (row.files[index] ?? [])
          .filter((path) => commandOf(path) !== command)
          .map((path) => `not of ${command}: ${path}`),
      ),
    ),
    ...files
      .filter((path) => /^test\/(pipeline|proofs)\//.test(path) && !named.has(path))
      .map((path) => `holds no promise: ${path}`),
    ...[...promisedCalls(), ...gateNames].filter((word) => !told.has(word)).map((word) => `no row: ${word}`),
  ];
}

describe('docs/testing.md', () => {
  it('says of every promise which files hold it, and of every call and gate of README', () => {
    expect(promisedCalls().length).toBeGreaterThan(15);
    expect(problems(rowsOf(testing))).toEqual([]);
  });

  it('has a column for each command that runs tests, in their order', () => {
    const head = testing.tables.find(([first]) => first?.[0] === 'promise')?.[0];
    expect(head?.slice(1).map((name) => commands.find((command) => command.endsWith(name)))).toEqual([
      ...commands,
    ]);
  });
});

describe('what is wrong in the table is seen', () => {
  const rows = rowsOf(testing);
  const [first, ...rest] = rows;
  const files = (held: readonly string[], proved: readonly string[] = []): Row[] => [
    { promise: first?.promise ?? '', files: [held, proved] },
    ...rest,
  ];
  const proof = 'test/proofs/prove-gates.test.ts';

  it.each<[string, Row[], string[] | undefined, string]>([
    ['a promise that nothing holds', files([]), undefined, `nothing holds: ${first?.promise ?? ''}`],
    [
      'a file that is not there',
      files(['test/pipeline/no.test.ts']),
      undefined,
      'no test file: test/pipeline/no.test.ts',
    ],
    ['a proof in the column of npm test', files([proof]), undefined, `not of npm test: ${proof}`],
    [
      'a file of npm test among the proofs',
      files([], ['test/pipeline/ci.test.ts']),
      undefined,
      'not of npm run test:proofs: test/pipeline/ci.test.ts',
    ],
    [
      'a test of the pipeline that no row names',
      rows,
      [...testFiles(), 'test/pipeline/new.test.ts'],
      'holds no promise: test/pipeline/new.test.ts',
    ],
    [
      'a gate and a call that no row tells of',
      rows.filter(({ promise }) => !promise.includes('dora')),
      undefined,
      'no row: dora',
    ],
  ])('%s', (_, changed, present, problem) => {
    expect(problems(changed, present)).toEqual(expect.arrayContaining([problem]));
  });
});
