import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { following } from '../../dagger/src/ci/following.ts';
import { defaultGates, gateNames, order } from '../../dagger/src/gates/order.ts';
import { readDocument, type Document } from './markdown.ts';
import { moduleArguments, read } from './project.ts';

const gates = readDocument('docs/gates.md', read('docs/gates.md'));
const configuration = readDocument('docs/configuration.md', read('docs/configuration.md'));

/** The rows of the table whose head begins with these cells; none when there is no such table. */
function tableOf({ tables }: Document, ...head: readonly string[]): readonly (readonly string[])[] {
  const table = tables.find(([first]) => head.every((cell, index) => first?.[index] === cell));
  return table?.slice(1) ?? [];
}

const objectSchema = z.object({
  properties: z.record(z.string(), z.object({ $ref: z.string().optional() })).optional(),
});
/** A JSON schema, as far as the names of its objects go. */
const schema = objectSchema.extend({ $defs: z.record(z.string(), objectSchema) });

/** The settings of a schema, each by its path; `$schema` is for editors. */
function settingsOf({ properties = {}, $defs }: z.infer<typeof schema>): string[] {
  return Object.entries(properties)
    .filter(([name]) => name !== '$schema')
    .flatMap(([name, { $ref = '' }]) => {
      const inner = $defs[$ref.replace('#/$defs/', '')];
      if (inner?.properties === undefined) return [name];
      return settingsOf({ ...inner, $defs }).map((rest) => `${name}.${rest}`);
    });
}

describe('docs/gates.md', () => {
  it('has every gate of the order, in order, and why it stands there', () => {
    const rows = tableOf(gates, 'gate', 'after').map(([gate, , why]) => [gate, why]);
    expect(rows).toEqual(order.map(({ gate, why }) => [gate, why]));
  });

  it('has the steps that follow the gates, and why they stand there', () => {
    const rows = tableOf(gates, 'step', 'after').map(([step, after, why]) => [step, after, why]);
    expect(rows).toEqual(following.map(({ name, after, why }) => [name, after, why]));
  });

  it('tells of every gate when it is red and when it is unavailable', () => {
    expect(tableOf(gates, 'gate', 'tool').map(([gate]) => gate)).toEqual(gateNames);
  });
});

describe('docs/pipeline.svg', () => {
  it('has every gate of the order, in order, a star at those that run only by name, and the steps that follow', () => {
    const names = [...read('docs/pipeline.svg').matchAll(/class="name"[^>]*>([^<]*)</g)].map(
      ([, name]) => name,
    );
    const shown = gateNames.map((gate) => (defaultGates.includes(gate) ? gate : `${gate} *`));
    expect(names).toEqual([...shown, 'verdict', ...following.map(({ name }) => name)]);
  });
});

describe('docs/configuration.md', () => {
  it("has every argument of the module's, in order, with its default", () => {
    const rows = tableOf(configuration, 'argument', 'default').map(([flag = '', value = '']) => [
      flag.replaceAll('`', ''),
      /^`([^`]*)`$/.exec(value)?.[1] ?? '',
    ]);
    expect(rows).toEqual(moduleArguments().map(({ flag, value }) => [flag, value]));
  });

  it('has every setting of the schema, in order', () => {
    const rows = tableOf(configuration, 'setting', 'default').map(([name = '']) => name.replaceAll('`', ''));
    expect(rows.length).toBeGreaterThan(20);
    expect(rows).toEqual(settingsOf(schema.parse(JSON.parse(read('dagger/pipeline.schema.json')))));
  });

  it('names the gates that run only by name', () => {
    const byName = gateNames.filter((gate) => !defaultGates.includes(gate));
    for (const gate of byName) expect(configuration.spans).toContain(gate);
  });
});
