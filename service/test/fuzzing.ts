import fc, { type Arbitrary } from 'fast-check';
import { z } from 'zod';
import { createArbitraries } from './arbitraries.ts';
import { shapes, type World } from './world.ts';

const Parameter = z.object({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean().default(false),
  schema: z.unknown(),
});
const Body = z.object({ content: z.object({ 'application/json': z.object({ schema: z.unknown() }) }) });
const Operation = z.object({ parameters: z.array(Parameter).default([]), requestBody: Body.optional() });
const Document = z.object({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});

export interface Described {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly operation: z.infer<typeof Operation>;
}
type Make = (schema: unknown, name: string) => Arbitrary<unknown>;

const password = 'correct horse';
/** The order of methods: creating comes before using, and deleting comes last. */
const order = ['POST', 'GET', 'PATCH', 'PUT', 'DELETE'];
/** The operations that remove a user or change a password; they come last of all. */
export const ofAccounts = ['PUT /api/users/me/password', 'DELETE /api/users/me'];

/** Known values by kind; values from responses are added. */
const emptyPool = () => ({
  users: [] as string[],
  names: [] as string[],
  conversations: [] as string[],
  messages: [] as string[],
  cursors: [] as string[],
  refreshTokens: [] as string[],
});
export type Pool = ReturnType<typeof emptyPool>;

const Ids = z.object({ id: z.string(), conversation_id: z.string().optional() });
const Seen = z.object({ next_cursor: z.string().nullish(), refresh_token: z.string().optional() });

/** Adds the values of a response. */
export function learn(pool: Pool, path: string, answer: unknown) {
  const { data } = Ids.safeParse(answer);
  if (data?.conversation_id !== undefined) pool.messages.push(data.id);
  else if (data && path.startsWith('/api/conversations')) pool.conversations.push(data.id);
  const seen = Seen.safeParse(answer).data;
  if (seen?.next_cursor) pool.cursors.push(seen.next_cursor);
  if (seen?.refresh_token !== undefined) pool.refreshTokens.push(seen.refresh_token);
}

/** The known values for a field, by its name and, for `id`, by its path. */
const knownIn = (pool: Pool, path: string) => (name: string) => {
  if (name === 'id' && path.startsWith('/api/users')) return pool.users;
  if (name === 'id' && /conversation/.test(path)) return pool.conversations;
  const byName: Readonly<Record<string, readonly string[]>> = {
    id: pool.messages,
    reply_to_id: pool.messages,
    conversation_id: pool.conversations,
    user_id: pool.users,
    receiver_id: pool.users,
    participant_ids: pool.users,
    cursor: pool.cursors,
    refresh_token: pool.refreshTokens,
    current_password: [password],
    username: pool.names,
    password: [password],
    query: ['p', 'P-'],
  };
  return byName[name] ?? [];
};

/** The values of a request. */
export interface Values {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly header: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

const asText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
/** Whether a header can carry the value; others are refused before they are sent. */
const headerText = (value: unknown) =>
  asText(value)
    .replaceAll(/[^\x20-\x7e]/g, '~')
    .trim();
/** Whether the value can be a path segment; `.` and `..` would change the path (RFC 3986, 5.2.4). */
const segmentText = (value: unknown) => {
  const text = encodeURIComponent(asText(value).toWellFormed());
  return /^\.{0,2}$/.test(text) ? 'x' : text;
};
const entries = (part: object, text: (value: unknown) => string) =>
  Object.entries(part).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, text(value)] as const],
  );

/** Builds a request from its values. */
export function asRequest({ method, path }: Described, { body, ...values }: Values) {
  const filled = entries(values.path, segmentText).reduce(
    (whole, [name, value]) => whole.replace(`{${name}}`, () => value),
    path,
  );
  const search = new URLSearchParams(Object.fromEntries(entries(values.query, asText)));
  const headers = Object.fromEntries(entries(values.header, headerText));
  const request = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  return { path: `${filled}?${search.toString()}`, request };
}

/**
 * Generates the values of one operation from its schemas by `make`. Optional parameters are mostly left out, because
 * some exclude each other.
 */
export function valuesOf({ operation }: Described, make: Make): Arbitrary<Values> {
  const partOf = (place: string) => {
    const here = operation.parameters.filter((parameter) => parameter.in === place);
    const fields = here.map(({ name, required, schema }) => {
      const there = { weight: required ? 19 : 1, arbitrary: make(schema, name) };
      const absent = { weight: place === 'path' ? 0 : required ? 1 : 3, arbitrary: fc.constant(undefined) };
      return [name, fc.oneof(there, absent)] as const;
    });
    return fc.record(Object.fromEntries(fields));
  };
  const schema = operation.requestBody?.content['application/json'].schema;
  const body = schema === undefined ? fc.constant(undefined) : make(schema, '');
  return fc.record({ path: partOf('path'), query: partOf('query'), header: partOf('header'), body });
}

/** Creates three users with conversations between them. */
export async function talk(world: World, pool: Pool): Promise<string[]> {
  Object.assign(pool, emptyPool());
  const people = [await world.person('p'), await world.person('p'), await world.person('p')];
  pool.users.push(...people.map(({ id }) => id));
  pool.names.push(...people.map(({ name }) => name));
  const [ada, bob] = people;
  const token = ada?.token ?? '';
  const sent = await world.send(token, { receiver_id: bob?.id, content: 'hello' });
  const message = shapes.Message.parse(await sent.json());
  pool.messages.push(message.id);
  pool.conversations.push(message.conversation_id);
  const participant_ids = people.slice(1).map(({ id }) => id);
  const group = { method: 'POST', token, body: { participant_ids, title: 'all' } };
  const made: unknown = await (await world.call('/api/conversations', group)).json();
  learn(pool, '/api/conversations', made);
  return people.map((one) => one.token);
}

/** A service with users, and its operations in an order in which each finds data to work on. */
export async function prepare(world: World) {
  const pool = emptyPool();
  const tokens = await talk(world, pool);
  const { paths, components } = Document.parse(await (await world.call('/openapi.json')).json());
  const resolve = (reference: string) => components.schemas[reference.split('/').at(-1) ?? ''];
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const name = `${method.toUpperCase()} ${path}`;
      const arbitraries = () => createArbitraries(resolve, knownIn(pool, path));
      return { name, path, method: method.toUpperCase(), operation, arbitraries };
    }),
  );
  const placeOf = ({ method, name }: { method: string; name: string }) =>
    ofAccounts.includes(name) ? order.length : order.indexOf(method);
  return { pool, tokens, operations: operations.sort((one, other) => placeOf(one) - placeOf(other)) };
}
