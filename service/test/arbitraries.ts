import fc, { type Arbitrary } from 'fast-check';
import { z } from 'zod';

/** The part of a schema that values are generated from. */
const Schema = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  format: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  items: z.unknown().optional(),
  oneOf: z.array(z.looseObject({ required: z.array(z.string()).optional() })).optional(),
  minLength: z.int().optional(),
  maxLength: z.int().optional(),
  minItems: z.int().optional(),
  maxItems: z.int().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
});
type Schema = z.infer<typeof Schema>;

/** Known values: the name of a field or parameter, and values that exist for it. */
export type Known = (name: string) => readonly string[];

/** Texts that have caused bugs elsewhere; the last ones cannot be stored by both databases. */
const nasty = [
  ...["'; DROP TABLE users; --", '<script>alert(1)</script>', '%', '_', '\\', '../..', 'null', '\u{1F600}'],
  ...['\u202e', '\u0000', 'a\u0000b', '\ud800', 'a\udfffb', '\ufffe', ' ', '\r\n', '1e999', '-1'],
];
/** Values of other types, and numbers out of range. */
const otherTypes = fc.constantFrom<unknown>(
  ...[null, true, {}, [], [[]], '', 0, -1, 1.5, 2 ** 53, -(2 ** 63), 1e308, 1e-320],
);

const formats: Readonly<Record<string, Arbitrary<string>>> = {
  uuid: fc.uuid(),
  // The service accepts only the common forms of RFC 5322.
  email: fc.uuid().map((name) => `${name}@example.org`),
  uri: fc.webUrl(),
  'date-time': fc
    .date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-01-01') })
    .map((date) => date.toISOString()),
};

const tooLong = (max: number) =>
  fc.constantFrom('x', '\u{1F600}', "'").map((letter) => letter.repeat(max + 1));

function textOf({ format, minLength = 0, maxLength = 40 }: Schema, known: readonly string[]) {
  const bounds = { minLength, maxLength: Math.max(minLength, Math.min(maxLength, minLength + 20)) };
  const plain = formats[format ?? ''] ?? fc.string({ ...bounds, unit: 'grapheme' });
  return known.length === 0 ? plain : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...known) }, plain);
}

/**
 * Arbitraries that generate values from the schemas of a document.
 * @param resolve returns the schema of a reference
 * @param known values that exist, by the name of their field
 */
export function createArbitraries(resolve: (reference: string) => unknown, known: Known) {
  const read = (schema: unknown): Schema => {
    const found = Schema.parse(schema);
    return found.$ref === undefined ? found : Schema.parse(resolve(found.$ref));
  };

  const objectOf = (schema: Schema, part: (schema: unknown, name: string) => Arbitrary<unknown>) => {
    const { properties = {}, required = [], oneOf } = schema;
    const fields = Object.fromEntries(
      Object.entries(properties).map(([name, inner]) => [name, part(inner, name)]),
    );
    if (!oneOf) return fc.record(fields, { requiredKeys: required });
    // Only one of these fields is allowed at a time.
    const choices = oneOf.map((choice) => choice.required ?? []);
    return fc.oneof(
      ...choices.map((chosen) => {
        const left = choices.flat().filter((name) => !chosen.includes(name));
        const kept = Object.fromEntries(Object.entries(fields).filter(([name]) => !left.includes(name)));
        return fc.record(kept, { requiredKeys: [...required, ...chosen] });
      }),
    );
  };

  /** Values that the schema allows. */
  const valid = (given: unknown, name: string): Arbitrary<unknown> => {
    const schema = read(given);
    if (schema.enum) return fc.constantFrom(...schema.enum);
    const { maxItems = 5, minItems = 0, minimum = 0, maximum = 100 } = schema;
    const types = [schema.type ?? []].flat();
    const byType: Readonly<Record<string, () => Arbitrary<unknown>>> = {
      string: () => textOf(schema, known(name)),
      integer: () => fc.integer({ min: minimum, max: Math.min(maximum, minimum + 60) }),
      array: () =>
        fc.array(valid(schema.items, name), {
          minLength: minItems,
          maxLength: Math.min(maxItems, minItems + 2),
        }),
      object: () => objectOf(schema, valid),
      null: () => fc.constant(null),
    };
    return fc.oneof(...types.flatMap((type) => byType[type]?.() ?? []));
  };

  /** Values with exactly one thing that the schema does not allow. */
  const nearly = (given: unknown, name: string): Arbitrary<unknown> => {
    const schema = read(given);
    const wrong = [otherTypes, fc.jsonValue(), fc.constantFrom<unknown>(...nasty)];
    if (schema.maxLength !== undefined) wrong.push(tooLong(schema.maxLength));
    if (schema.maximum !== undefined)
      wrong.push(fc.constantFrom(schema.maximum + 1, Number.MAX_SAFE_INTEGER));
    if (schema.maxItems !== undefined)
      wrong.push(fc.constant(Array.from({ length: schema.maxItems + 1 }, () => crypto.randomUUID())));
    if (schema.items !== undefined) wrong.push(nearly(schema.items, name).map((item) => [item]));
    const names = Object.keys(schema.properties ?? {});
    if (names.length > 0) {
      const whole = objectOf(schema, valid);
      const field = fc.constantFrom(...names);
      wrong.push(
        ...names.map((changed) =>
          fc.tuple(whole, nearly(schema.properties?.[changed], changed)).map(([value, worse]) => ({
            ...value,
            [changed]: worse,
          })),
        ),
        fc.tuple(whole, field).map(([value, gone]) => ({ ...value, [gone]: undefined })),
        whole.map((value) => ({ ...value, nobody_asked: 1, ['__proto__']: { admin: true } })),
      );
    }
    return fc.oneof(...wrong);
  };

  return { valid, nearly };
}
