import { z } from '@hono/zod-openapi';
import { refusals, type RefusalCode } from '../domain/refusal.ts';

/** Whether a text has so many code points, seen without counting where its length in UTF-16 units tells. */
function hasLength(value: string, min: number, max: number): boolean {
  if (value.length <= max && value.length >= 2 * min) return true;
  const length = [...value].length;
  return length >= min && length <= max;
}

/**
 * A string that both stores take and keep as it is: no NUL, which PostgreSQL refuses, and no half of a surrogate pair,
 * which UTF-8 cannot say. Every string that comes in is one, also one that is only looked up.
 */
export const storable = (schema: z.ZodString | z.ZodURL = z.string()) =>
  schema.refine((value) => value.isWellFormed() && !value.includes('\0'), 'has a character that is no text');

/** Such a string for people to read. Lengths are in code points, as JSON Schema counts them. */
export const text = (min: number, max: number) =>
  storable()
    .refine((value) => hasLength(value, min, max), `has to have ${String(min)} to ${String(max)} characters`)
    .openapi({ type: 'string', minLength: min, maxLength: max });

/** Such a text or null: said here, because what `text` says of its type stays with it when it may be null. */
export const textOrNull = (schema: ReturnType<typeof text>) =>
  schema.nullable().openapi({ type: ['string', 'null'] });

export const id = z.uuid().openapi({ example: '0192f7a1-5b7c-7cc3-98a1-2f4b6d8e0a13' });
export const time = z.iso.datetime().openapi({ example: '2026-01-05T09:30:00.000Z' });

/** A whole number in a query or path: digits alone, none of the other spellings that JavaScript knows. */
export const digits = ({ min = 0, max = Number.MAX_SAFE_INTEGER } = {}) =>
  z
    .string()
    .regex(/^\d{1,16}$/, 'has to be a whole number')
    .transform(Number)
    .pipe(z.int().min(min).max(max))
    .openapi({ type: 'integer', minimum: min, maximum: max });

export const limit = digits({ min: 1, max: 100 })
  .optional()
  .openapi({ param: { name: 'limit', in: 'query' }, type: 'integer', default: 20 });

/** The longest cursor of ours, that of a search after a name of 100 characters of four bytes, has 558 characters. */
export const cursor = storable(z.string().min(1).max(600))
  .optional()
  .openapi({ description: 'next_cursor of the page before; opaque.' });

export const User = z
  .object({
    id,
    username: z.string().openapi({ example: 'ada' }),
    display_name: z.string().nullable().openapi({ example: 'Ada Lovelace' }),
    avatar_url: z.string().nullable().openapi({ example: null }),
    created_at: time,
    email: z.string().optional().openapi({ description: 'To oneself alone.', example: 'ada@example.org' }),
  })
  .openapi('User');

export const Message = z
  .object({
    id,
    conversation_id: id,
    seq: z.int().openapi({ description: 'Its place in the conversation: 1, 2, 3 ...', example: 1 }),
    sender_id: id,
    receiver_id: id.nullable().openapi({ description: 'The other person; null in a group.' }),
    content: z.string().nullable().openapi({ description: 'Null when deleted.', example: 'Hello' }),
    reply_to_id: id.nullable().openapi({ example: null }),
    status: z.enum(['sent', 'delivered', 'read']),
    created_at: time,
    edited_at: time.nullable().openapi({ example: null }),
    deleted_at: time.nullable().openapi({ example: null }),
  })
  .openapi('Message');

export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: z.string(),
    errors: z.array(
      z.object({
        in: z.enum(['body', 'query', 'path', 'header']),
        pointer: z.string(),
        detail: z.string(),
      }),
    ),
    request_id: z.string(),
  })
  .openapi('Problem');

const example = (code: RefusalCode) => ({
  type: `urn:messenger:problem:${code}`,
  title: refusals[code][1],
  status: refusals[code][0],
  detail: refusals[code][1],
  instance: '/api/messages',
  code,
  errors: code === 'invalid' ? [{ in: 'body' as const, pointer: '/content', detail: 'is too long' }] : [],
  request_id: '6f1c1b1e-8f6b-4c3f-9f0e-0d4a3c2b1a00',
});

/** The error answers of a route, one per status, with each of its codes as an example. */
export function problems(...codes: readonly RefusalCode[]) {
  const statuses = new Map<number, RefusalCode[]>();
  for (const code of [...codes, 'internal', 'unavailable'] as const) {
    const [status] = refusals[code];
    statuses.set(status, [...(statuses.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...statuses].map(([status, those]) => [
      status,
      {
        description: those.map((code) => refusals[code][1]).join('; '),
        content: {
          'application/problem+json': {
            schema: Problem,
            examples: Object.fromEntries(those.map((code) => [code, { value: example(code) }])),
          },
        },
      },
    ]),
  );
}

/** A JSON answer of a route. */
export const json = <T extends z.ZodType>(schema: T, description: string) => ({
  content: { 'application/json': { schema } },
  description,
});

/** A JSON body that has to be there. */
export const body = <T extends z.ZodType>(schema: T) => ({
  content: { 'application/json': { schema } },
  required: true as const,
});
