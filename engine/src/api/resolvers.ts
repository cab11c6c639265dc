import type { GraphQLObjectType, GraphQLOutputType } from 'graphql';
import { defaultFieldResolver, isListType, isNonNullType, isObjectType } from 'graphql';
import { z } from 'zod';
import { actions, leaves, Refused } from '../executor/index.ts';
import { typeOfId, type Argument, type Call } from '../graph/index.ts';
import { hostResolvers } from './host-resolvers.ts';
import type { Resolver, ResolverContext, Source } from './resolver.ts';

const argumentsShape: z.ZodType<{ [name: string]: Argument }> = z.record(z.string(), z.json());

/** Nulls say the same as absence, so they are no part of a call. */
function argumentsOf(given: unknown): { [name: string]: Argument } {
  const parsed = argumentsShape.parse(JSON.parse(JSON.stringify(given)));
  return Object.fromEntries(Object.entries(parsed).filter(([, value]) => value !== null));
}

/**
 * The resolver of a field. One that answers an object adds a call and runs nothing; any other is a leaf, and runs.
 *
 * @throws Error at start when the schema has a field that nothing stands behind.
 */
export function resolverOf(type: GraphQLObjectType, field: string, output: GraphQLOutputType): Resolver {
  const name = `${type.name}.${field}`;
  const special = specials[name];
  if (special) return special;
  if (field === 'id') return idOf;
  if (literalTypes.has(type.name)) return defaultFieldResolver as Resolver;
  const bare = isNonNullType(output) ? output.ofType : output;
  if (isObjectType(bare)) return adding(name, bare.name);
  if (actions[name]) return acting(name);
  if (leaves[name]) return isListType(bare) ? listing(name, bare.ofType) : answering(name);
  throw new Error(`the schema has ${name}, and nothing evaluates it`);
}

/** An id leaves the session, so its calls are kept; and whoever asks may use the object. */
const idOf: Resolver = ({ id = '' }, _, { graph, evaluator }) => {
  graph.save(id);
  evaluator.requireSecrets(id);
  return id;
};

/** Plain values that have names: they are answered whole, and need no call. */
const literalTypes = new Set(['Label', 'EnvVariable', 'Port', 'HealthcheckConfig']);

function adding(field: string, type: string): Resolver {
  return ({ id }, given, { graph }) => ({
    id: graph.add({ type, receiver: id, field, arguments: argumentsOf(given) }),
  });
}

function callOf(field: string, { id }: Source, given: unknown): Call {
  return { type: 'Leaf', receiver: id, field, arguments: argumentsOf(given) };
}

function answering(name: string): Resolver {
  return (source, given, { evaluator, workdir }) =>
    evaluator.retrying(async () => leaves[name]?.(evaluator, callOf(name, source, given), workdir));
}

function acting(name: string): Resolver {
  return async (source, given, { evaluator, graph }) => {
    const { id = '' } = source;
    await evaluator.retrying(async () => actions[name]?.(evaluator, callOf(name, source, given)));
    graph.save(id);
    return id;
  };
}

/** A list of plain values, each found again by an id of its own, as the SDK asks for them. */
function listing(name: string, item: GraphQLOutputType): Resolver {
  const bare = isNonNullType(item) ? item.ofType : item;
  const answer = answering(name);
  if (!isObjectType(bare)) return answer;
  return async (source, given, serving, info) => {
    const values = z.array(argumentsShape).parse(await answer(source, given, serving, info));
    return values.map((value) => named(bare.name, value, serving));
  };
}

/** A plain value that may be none. */
function literal(name: string, type: string): Resolver {
  const answer = answering(name);
  return async (source, given, serving, info) => {
    const value = argumentsShape.nullable().parse(await answer(source, given, serving, info));
    return value === null ? null : named(type, value, serving);
  };
}

function named(type: string, value: z.infer<typeof argumentsShape>, { graph }: ResolverContext): object {
  return { ...value, id: graph.add({ type, field: `${type}.value`, arguments: value }) };
}

const specials: { readonly [name: string]: Resolver } = {
  ...hostResolvers,
  'Query.node': (_, given, { graph }) => {
    const { id } = z.object({ id: z.string() }).parse(given);
    const type = typeOfId(id);
    if (type === undefined)
      throw new Refused(`${id.slice(0, 80)} is not an id of this engine: give one that it returned`);
    const call = graph.get(id);
    return literalTypes.has(type) ? { ...call.arguments, id } : { id };
  },
  'Container.dockerHealthcheck': literal('Container.dockerHealthcheck', 'HealthcheckConfig'),
  'Query.version': () => 'v0.21.8',
  'Query.defaultPlatform': () => 'linux/amd64',
  'Query.setSecret': (_, given, { evaluator, graph }) => {
    const { name, plaintext } = z.object({ name: z.string(), plaintext: z.string() }).parse(given);
    const { key } = evaluator.context.secrets.add(name, plaintext);
    return { id: graph.add({ type: 'Secret', field: 'Query.setSecret', arguments: { name, key } }) };
  },
  'Query.container': (_, given, { graph }) => {
    const { platform } = z.object({ platform: z.string().nullish() }).parse(given);
    if (platform && platform !== 'linux/amd64')
      throw new Refused(`the local engine runs linux/amd64 only, not ${platform}`);
    return { id: graph.add({ type: 'Container', field: 'Query.container', arguments: {} }) };
  },
};
