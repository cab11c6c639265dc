import { describe, expect, it } from 'vitest';

import { daggerCalls } from '../../.github/policy/dagger-calls.ts';
import { readWorkflow } from '../../.github/policy/workflow.ts';
import { following } from '../../dagger/src/ci/following.ts';
import { defaultGates, gateNames, order } from '../../dagger/src/gates/order.ts';
import { readDocument } from './markdown.ts';
import { moduleArguments, read } from './project.ts';

const readme = readDocument('README.md', read('README.md'));

/** The rows of the table whose head begins with these cells; none where there is no such table. */
function tableOf(...head: readonly string[]): readonly (readonly string[])[] {
  const table = readme.tables.find(([first]) => head.every((cell, index) => first?.[index] === cell));
  return table?.slice(1) ?? [];
}

describe('README', () => {
  it('shows the very calls by which ci.yml runs the pipeline', () => {
    const workflow = readWorkflow('ci.yml', read('.github/workflows/ci.yml'));
    const calls = daggerCalls([workflow]).map(({ line }) => line);
    expect(calls).toHaveLength(2);
    expect(readme.commands).toEqual(expect.arrayContaining(calls));
  });

  it("has every argument of the module's, in order, with its default", () => {
    const rows = tableOf('argument', 'default').map(([flag = '', value = '']) => [
      flag.replaceAll('`', ''),
      /^`([^`]*)`$/.exec(value)?.[1] ?? '',
    ]);
    expect(rows).toEqual(moduleArguments().map(({ flag, value }) => [flag, value]));
  });

  it('has every gate of the order, in order, and why it stands there', () => {
    const rows = tableOf('gate', 'after').map(([gate, , why]) => [gate, why]);
    expect(rows).toEqual(order.map(({ gate, why }) => [gate, why]));
  });

  it('has the steps that follow the gates, and why they stand there', () => {
    const rows = tableOf('step', 'after').map(([step, after, why]) => [step, after, why]);
    expect(rows).toEqual(following.map(({ name, after, why }) => [name, after, why]));
  });

  it('tells of every gate when it is red and when it is unavailable', () => {
    expect(tableOf('gate', 'tool').map(([gate]) => gate)).toEqual(gateNames);
  });

  it('names the gates that run only by name', () => {
    const byName = gateNames.filter((gate) => !defaultGates.includes(gate));
    for (const gate of byName) expect(readme.spans).toContain(gate);
  });
});
