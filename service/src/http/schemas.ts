import { z } from '@hono/zod-openapi';
import { refusals, type RefusalCode } from '../domain/refusal.ts';

/** Whether a text has `min` to `max` code points. They are counted only when the UTF-16 length does not decide it. */
function hasLength(value: string, min: number, max: number): boolean {
  if (value.length <= max && value.length >= 2 * min) return true;
  const length = [...value].length;
  return length >= min && length <= max;
}

/**
 * A string that both databases can store: no NUL, which PostgreSQL refuses, and no unpaired surrogate, which UTF-8
 * cannot encode. Every incoming string has to pass, even one that is only searched for.
 */
export const storable = (schema: z.ZodString | z.ZodURL = z.string()) =>
  schema.refine(
    (value) => value.isWellFormed() && !value.includes('\0'),
    'must not contain NUL or an unpaired surrogate',
  );

/** A storable string with a length in code points, as JSON Schema counts it. */
export const text = (min: number, max: number) =>
  storable()
    .refine((value) => hasLength(value, min, max), `must have ${String(min)} to ${String(max)} characters`)
    .openapi({ type: 'string', minLength: min, maxLength: max });

/** A text or null. The type is set again, because `text` fixes it to string in the OpenAPI document. */
export const textOrNull = (schema: ReturnType<typeof text>) =>
  schema.nullable().openapi({ type: ['string', 'null'] });

export const id = z.uuid().openapi({ example: '0192f7a1-5b7c-7cc3-98a1-2f4b6d8e0a13' });
export const time = z.iso.datetime().openapi({ example: '2026-01-05T09:30:00.000Z' });

/** A whole number in a query or path. Only digits are accepted, none of JavaScript's other notations such as 1e3. */
export const digits = ({ min = 0, max = Number.MAX_SAFE_INTEGER } = {}) =>
  z
    .string()
    .regex(/^\d{1,16}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(min).max(max))
    .openapi({ type: 'integer', minimum: min, maximum: max });

export const limit = digits({ min: 1, max: 100 })
  .optional()
  .openapi({ param: { name: 'limit', in: 'query' }, type: 'integer', default: 20 });

/** The longest cursor has 558 characters: that of a user search after a name of 100 characters of four bytes each. */
export const cursor = storable(z.string().min(1).max(600))
  .optional()
  .openapi({ description: 'next_cursor of the previous page; opaque.' });

export const User = z
  .object({
    id,
    username: z.string().openapi({ example: 'ada' }),
    display_name: z.string().nullable().openapi({ example: 'Ada Lovelace' }),
    avatar_url: z.string().nullable().openapi({ example: null }),
    created_at: time,
    email: z
      .string()
      .optional()
      .openapi({ description: 'Only for the user themselves.', example: 'ada@example.org' }),
  })
  .openapi('User');

export const Message = z
  .object({
    id,
    conversation_id: id,
    seq: z.int().openapi({ description: 'Its number in the conversation: 1, 2, 3 ...', example: 1 }),
    sender_id: id,
    receiver_id: id.nullable().openapi({ description: 'The other user; null in a group.' }),
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

/** The error responses of a route, one per status, with an example for each code. */
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

/** A JSON response of a route. */
export const json = <T extends z.ZodType>(schema: T, description: string) => ({
  content: { 'application/json': { schema } },
  description,
});

/** A required JSON body. */
export const body = <T extends z.ZodType>(schema: T) => ({
  content: { 'application/json': { schema } },
  required: true as const,
});
