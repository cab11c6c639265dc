import { createGenerator } from 'ts-json-schema-generator';
import { z } from 'zod';

/** What a schema says beside what the types say. */
export interface Addition {
  /** The words that a type is one of, by its name, where they depend on what the pipeline consists of. */
  readonly words?: Readonly<Record<string, readonly string[]>>;
  /** Types all of whose properties may be left out: those of a file that is read, and has defaults. */
  readonly hasDefaults?: RegExp;
  /** Rules between properties. */
  readonly rules?: readonly object[];
}

const source = new URL('../../src/', import.meta.url).pathname;
const tsconfig = new URL('../../../tsconfig.json', import.meta.url).pathname;

const Definitions = z.record(z.string(), z.record(z.string(), z.unknown()));

/**
 * The JSON schema of a type, with its comments as descriptions.
 * @param file where the type is, in the module's source
 */
export function schemaOf(file: string, type: string, addition: Addition = {}): object {
  // tsc is a check of its own, and would take most of the time here.
  const generator = createGenerator({
    path: `${source}${file}`,
    type,
    tsconfig,
    topRef: false,
    jsDoc: 'extended',
    sortProps: false,
    skipTypeCheck: true,
  });
  const { definitions, ...root } = generator.createSchema(type);
  const types = Definitions.parse(definitions);
  const { title, description, ...rest } = typeNamed(type, root, { types, addition });
  const named = Object.entries(types).filter(([name]) => !isGeneric(name));
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title,
    description,
    ...rest,
    ...(addition.rules === undefined ? {} : { allOf: addition.rules }),
    $defs: Object.fromEntries(
      named.map(([name, schema]) => [name, typeNamed(name, schema, { types, addition })]),
    ),
  };
}

interface Context {
  readonly types: z.infer<typeof Definitions>;
  readonly addition: Addition;
}

type Schema = Record<string, unknown>;

function typeNamed(name: string, schema: object, { types, addition }: Context): Schema {
  const { words = {}, hasDefaults = /^$/ } = addition;
  const { required, ...rest } = without('$schema', tidied(schema, types));
  return {
    ...rest,
    ...(required === undefined || hasDefaults.test(name) ? {} : { required }),
    ...(words[name] === undefined ? {} : { enum: words[name] }),
  };
}

/** A type of another one, such as `Observed<Rollout>`: it has no name of its own that could be shown, and stands in place. */
const isGeneric = (name: string): boolean => name.includes('<');

const prefix = '#/definitions/';

/** A schema with its references as draft 2020-12 has them, and its descriptions as plain text on one line. */
function tidied(schema: object, types: Context['types']): Schema {
  const entries = Object.entries(schema).flatMap(([key, value]: [string, unknown]): [string, unknown][] => {
    if (key === 'description' && typeof value === 'string') return described(value);
    if (key !== '$ref' || typeof value !== 'string') return [[key, tidiedValue(value, types)]];
    const name = decodeURIComponent(value.slice(prefix.length));
    return isGeneric(name)
      ? Object.entries(without('description', tidied(types[name] ?? {}, types)))
      : [[key, `#/$defs/${name}`]];
  });
  return Object.fromEntries(entries);
}

function tidiedValue(value: unknown, types: Context['types']): unknown {
  if (Array.isArray(value)) return value.map((item) => tidiedValue(item, types));
  return typeof value === 'object' && value !== null ? tidied(value, types) : value;
}

/** "One of" a list of the source says nothing beside the list. */
function described(text: string): [string, unknown][] {
  const line = text
    .replaceAll(/\{@link\s+(\S+)\s*\}/g, '$1')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ([.,;:])/g, '$1');
  return line.startsWith('One of ') ? [] : [['description', line.trim()]];
}

function without(key: string, schema: Schema): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => name !== key));
}
