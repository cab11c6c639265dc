import { parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { coreSchema } from '../../src/api/schema.ts';
import { InputLoader } from '../../src/cli/load-inputs.ts';
import type { PlannedValue } from '../../src/cli/plan-types.ts';
import type { ArgumentType } from '../../src/module/types.ts';

const argument: ArgumentType = {
  name: 'it',
  description: '',
  type: { kind: 'string' },
  required: true,
  defaultValue: undefined,
  defaultPath: undefined,
  defaultAddress: undefined,
  ignore: [],
};

/** Loads a value from a session that holds what it is asked against the schema. */
async function load(value: PlannedValue) {
  const asked: string[] = [];
  const query = (document: string): Promise<unknown> => {
    expect(validate(coreSchema, parse(document))).toEqual([]);
    asked.push(document);
    return Promise.resolve({ host: { it: { id: 'Object@1' } } });
  };
  const loader = new InputLoader({ session: { query }, environment: { TOKEN: 'text' } });
  const [loaded] = await loader.load([{ argument, value }]);
  return { value: loaded?.value, asked, volatile: [...loader.volatile] };
}

describe('a value of the command line', () => {
  const values: readonly (readonly [PlannedValue, boolean])[] = [
    [{ kind: 'directory', path: '/a', ignore: ['b'] }, false],
    [{ kind: 'file', path: '/a' }, false],
    [{ kind: 'secret', source: { scheme: 'env', from: 'TOKEN' } }, false],
    [{ kind: 'container', address: 'node:24' }, false],
    [{ kind: 'service', host: 'localhost', port: 5432 }, true],
    [{ kind: 'socket', path: '/a.sock' }, true],
  ];
  it.each(values)('becomes an object that the schema has: %o', async (value, changes) => {
    const loaded = await load(value);
    expect(loaded.value).toBe('Object@1');
    expect(loaded.asked).toHaveLength(1);
    // What it stands for changes outside: no result may be kept under it.
    expect(loaded.volatile).toEqual(changes ? ['Object@1'] : []);
  });
});
