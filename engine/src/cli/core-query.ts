import { isObjectType, type GraphQLSchema } from 'graphql';
import { z } from 'zod';
import type { GivenArgument } from '../module/host.ts';
import type { Json } from '../module/values.ts';
import type { Session } from './session.ts';

/** A field of a core object to ask for, with loaded arguments. */
export interface CoreStep {
  /** The object that has the field. */
  readonly object: string;
  readonly name: string;
  readonly arguments: readonly GivenArgument[];
}

/** A GraphQL document and its variables. */
export interface CoreQuery {
  readonly document: string;
  readonly variables: Readonly<Record<string, Json>>;
}

/**
 * The query that starts from an object by its id and follows a chain of fields, as the SDK writes it.
 *
 * @param start Where the chain begins.
 */
export function coreQuery(
  schema: GraphQLSchema,
  start: { readonly type: string; readonly id: string },
  steps: readonly CoreStep[],
): CoreQuery {
  const declared = ['$id: ID!'];
  const variables: Record<string, Json> = { id: start.id };
  const fields = steps.map(({ object, name, arguments: given }) => {
    const written = given.map(({ argument, value }) => {
      const variable = `v${declared.length}`;
      declared.push(`$${variable}: ${argumentType(schema, object, name, argument.name)}`);
      variables[variable] = value;
      return `${argument.name}: $${variable}`;
    });
    return written.length > 0 ? `${name}(${written.join(', ')})` : name;
  });
  const inner = fields.reduceRight((below, field) => `${field} { ${below} }`);
  return {
    document: `query(${declared.join(', ')}) { node(id: $id) { ... on ${start.type} { ${inner} } } }`,
    variables,
  };
}

function argumentType(schema: GraphQLSchema, object: string, field: string, argument: string): string {
  const type = schema.getType(object);
  const found = isObjectType(type)
    ? type.getFields()[field]?.args.find(({ name }) => name === argument)
    : undefined;
  if (found === undefined) throw new Error(`the schema has no argument ${object}.${field}.${argument}`);
  return String(found.type);
}

/**
 * Asks the session and takes from its answer what stands at the end of the chain: a value, or one per object where the
 * chain passed a list.
 */
export async function askCore(
  session: Pick<Session, 'query' | 'schema'>,
  start: { readonly type: string; readonly id: string },
  steps: readonly CoreStep[],
): Promise<Json> {
  const { document, variables } = coreQuery(session.schema, start, steps);
  const { node } = z.object({ node: z.json() }).parse(await session.query(document, variables));
  return steps.reduce((value, { name }) => fieldOf(value, name), node);
}

function fieldOf(value: Json, name: string): Json {
  if (Array.isArray(value)) return value.map((item: Json) => fieldOf(item, name));
  return typeof value === 'object' && value !== null ? (value[name] ?? null) : null;
}
