import { globSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { readDocument } from './markdown.ts';
import { read } from './project.ts';
import { readWorkflow } from '../../.github/policy/workflow.ts';

const root = new URL('../..', import.meta.url).pathname;
const texts = globSync('.github/workflows/*.yml', { cwd: root }).map((path) => [path, read(path)] as const);
const jobs = texts.flatMap(([path, text]) => Object.values(readWorkflow(path, text).jobs));
const { tables } = readDocument('docs/github.md', read('docs/github.md'));

/** Rows of the table whose head begins so, its spans without their backticks. */
function rowsOf(head: string): string[][] {
  const table = tables.find(([first]) => first?.[0] === head) ?? [];
  return table.slice(1).map((row) => row.map((cell) => cell.replaceAll('`', '')));
}

/** What a workflow reads of GitHub's settings, as the document's table has it. */
function wanted(): string[] {
  const named = jobs.flatMap(({ environment, ...job }) =>
    [...JSON.stringify(job).matchAll(/\b(vars|secrets)\.(\w+)/g)].map(([, kind = '', name = '']) => ({
      kind: kind === 'vars' ? 'variable' : 'secret',
      name,
      place: environment === undefined ? 'repository' : `environment ${environment}`,
    })),
  );
  // What several jobs read, or a variable, has to be there for all of them.
  const common = (name: string): boolean =>
    new Set(named.filter((one) => one.name === name).map(({ place }) => place)).size > 1;
  const rows = named.map(({ kind, name, place }) =>
    [name, kind, kind === 'variable' || common(name) ? 'repository' : place].join(', '),
  );
  return [...new Set(rows)].sort();
}

describe('docs/github.md', () => {
  it('has every variable and secret that the workflows read, where it has to be, and no other', () => {
    expect(wanted().length).toBeGreaterThan(5);
    expect(
      rowsOf('name')
        .map((row) => row.slice(0, 3).join(', '))
        .sort(),
    ).toEqual(wanted());
  });

  it('makes every environment that a job names', () => {
    const loop = /^for environment in (.*); do$/m.exec(read('docs/github.md'))?.[1];
    const environments = jobs.flatMap(({ environment }) => environment ?? []);
    expect(loop?.split(' ').sort()).toEqual([...new Set(environments)].sort());
  });

  it('sets every one of them by a command', () => {
    const set = [...read('docs/github.md').matchAll(/gh (variable|secret) set (\w+)(?: --env (\w+))?/g)].map(
      ([, kind, name, environment]) =>
        [name, kind, environment === undefined ? 'repository' : `environment ${environment}`].join(', '),
    );
    expect(set.sort()).toEqual(wanted());
  });

  it('has every artifact that a run leaves', () => {
    const left = jobs.flatMap(({ steps }) =>
      steps
        .filter(({ uses }) => uses?.startsWith('actions/upload-artifact@'))
        .map((step) => String(step.with['name'])),
    );
    expect(
      rowsOf('artifact')
        .flatMap(([names = '']) => names.split(', '))
        .sort(),
    ).toEqual([...new Set(left)].sort());
  });
});
