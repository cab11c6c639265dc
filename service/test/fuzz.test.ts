import fc from 'fast-check';
import { expect, it } from 'vitest';
import { asRequest, learn, ofAccounts, prepare, talk, valuesOf, type Values } from './fuzzing.ts';
import { onEachStore } from './stores.ts';

const runsPerOperation = 20;
/** One of three users or, rarely, none. */
const somebody = fc.constantFrom(0, 0, 0, 1, 1, 1, 2, 2, 2, 3);
const requestId = fc.string().map((text) => text.replaceAll(/[^\x20-\x7e]/g, '~').trim());

/** Texts that one of the databases cannot store, in the formats that fields may require. */
const unstorable = ['abc\0defgh', 'abcdefg\ud800', 'https://example.org/\0', 'a\0@example.org'];

/** Copies of the values, each with one text replaced: in the query or the body, inside lists too. */
function replaced(values: Values, text: string): { field: string; values: Values }[] {
  const inPart = (name: 'query' | 'body') => {
    const part = values[name];
    if (typeof part !== 'object' || part === null) return [];
    return Object.entries(part).map(([field, value]) => ({
      field: `${name} ${field}`,
      values: { ...values, [name]: { ...part, [field]: Array.isArray(value) ? [text] : text } },
    }));
  };
  return [...inPart('query'), ...inPart('body')];
}

onEachStore((make) => {
  it('every operation answers generated requests within its contract, and never with 5xx', async () => {
    const world = make();
    const { operations, pool, ...people } = await prepare(world);
    let { tokens } = people;
    const statuses = new Map<number, number>();
    const worked = new Set<string>();
    for (const one of operations) {
      const { valid, nearly } = one.arbitraries();
      const mostly = (schema: unknown, name: string) =>
        fc.oneof(
          { weight: 5, arbitrary: valid(schema, name) },
          { weight: 1, arbitrary: nearly(schema, name) },
        );
      const tried = async (values: Values, who: number, id: string) => {
        const { path, request } = asRequest(one, values);
        const headers = { ...request.headers, 'x-request-id': id };
        const token = who < 3 ? { token: tokens[who] ?? '' } : {};
        // The call itself checks the response against the document.
        const answer = await world.call(path, { ...request, headers, ...token });
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        expect(answer.status).toBeLessThan(500);
        if (![400, 401, 404, 422].includes(answer.status)) worked.add(one.name);
        const isJson = answer.headers.get('content-type') === 'application/json';
        if (isJson) learn(pool, path, await answer.json());
        else await answer.body?.cancel();
        if (ofAccounts.includes(one.name) && answer.status === 204) tokens = await talk(world, pool);
      };
      const property = fc.asyncProperty(valuesOf(one, mostly), somebody, requestId, tried);
      // Some requests must pass validation; as many are tried as it takes.
      for (let time = 0; time < 20 && (time === 0 || !worked.has(one.name)); time += 1)
        await fc.assert(property, { numRuns: runsPerOperation });
    }
    const sum = [...statuses.values()].reduce((total, count) => total + count, 0);
    const byStatus = [...statuses].sort().map(([status, count]) => `${String(status)}: ${String(count)}`);
    console.log(`${String(operations.length)} operations, ${String(sum)} requests, ${byStatus.join(', ')}`);
    expect(operations.map(({ name }) => name).filter((name) => !worked.has(name))).toEqual([]);
  });

  it('no field of any operation accepts text that a database cannot store', async () => {
    const world = make();
    const { operations, tokens } = await prepare(world);
    const tried = new Set<string>();
    const failed: string[] = [];
    for (const one of operations) {
      // Several samples, so that optional values occur in some of them.
      const samples = fc.sample(valuesOf(one, one.arbitraries().valid), { numRuns: 8, seed: 7 });
      for (const text of unstorable)
        for (const { field, values } of samples.flatMap((sample) => replaced(sample, text))) {
          const place = `${one.name} ${field} ${JSON.stringify(text)}`;
          if (tried.has(place)) continue;
          tried.add(place);
          const { path, request } = asRequest(one, values);
          const answer = await world.call(path, { ...request, token: tokens[0] ?? '' });
          if (answer.status >= 500) failed.push(place);
        }
    }
    expect(tried.size).toBeGreaterThan(150);
    expect(failed).toEqual([]);
  });
});
