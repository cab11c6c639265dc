import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createWorld } from './world.ts';

const Part = z.record(z.string(), z.unknown());
const Operation = z.looseObject({
  parameters: z.array(z.looseObject({ name: z.string(), in: z.string() })).optional(),
});
const Document = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), Operation)) });

// Shared by all tests, because compiling the schemas takes most of the time.
const validator = new Validator();

const read = async () => Document.parse(await (await createWorld().call('/openapi.json')).json());

/** A JSON pointer into the document, in a URI. */
const at = (parts: readonly string[]) =>
  parts.map((part) => `/${encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');

interface Example {
  readonly value: unknown;
  /** The pointer to its schema. */
  readonly place: string;
  /** The text of the schema, so that equal schemas are compiled once. */
  readonly schema: string;
}

/** Every example with its schema: the one that contains it, or that of its media type. */
function examples(value: unknown, place: readonly string[]): Example[] {
  if (typeof value !== 'object' || value === null) return [];
  const found = Object.entries(value).flatMap(([name, part]) =>
    name === 'example' || name === 'examples' ? [] : examples(part, [...place, name]),
  );
  if ('example' in value)
    found.push({ value: value.example, place: at(place), schema: JSON.stringify(value) });
  if (!('examples' in value && 'schema' in value)) return found;
  const named = z.record(z.string(), z.object({ value: z.unknown() })).parse(value.examples);
  const schema = JSON.stringify(value.schema);
  const media = Object.values(named).map((one) => ({
    value: one.value,
    place: at([...place, 'schema']),
    schema,
  }));
  return [...found, ...media];
}

describe('the OpenAPI document', () => {
  it('is valid', async () => {
    expect(await validator.validate(await read())).toEqual({ valid: true });
  });

  it.each([
    ['without a title', { info: {} }],
    ['with an unknown method', { paths: { '/x': { fetch: { responses: {} } } } }],
    ['with a response without a description', { paths: { '/x': { get: { responses: { 200: {} } } } } }],
  ])('is recognised as invalid %s', async (_, change) => {
    const document = { ...(await read()), ...change };
    expect(await validator.validate(document)).toMatchObject({ valid: false });
  });

  it('declares each parameter of each path, and no other', async () => {
    const { paths } = await read();
    for (const [path, operations] of Object.entries(paths))
      for (const { parameters = [] } of Object.values(operations)) {
        const declared = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
        const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
        expect([path, declared.toSorted()]).toEqual([path, named.toSorted()]);
      }
  });

  it('has no broken reference, and its examples match their schemas', async () => {
    const document = Part.parse(await read());
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    ajv.addSchema(document, 'openapi');
    const found = examples(document, []);
    expect(found.length).toBeGreaterThan(100);
    const validators = new Map<string, ValidateFunction>();
    const fits = ({ place, schema, value }: Example) => {
      const validate = validators.get(schema) ?? ajv.compile({ $ref: `openapi#${place}` });
      validators.set(schema, validate);
      return validate(value);
    };
    const wrong = found.filter((example) => !fits(example));
    expect(wrong).toEqual([]);
  });
});
