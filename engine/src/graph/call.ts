import { z } from 'zod';
import { digestOf, type Digestible } from '../store/digest.ts';

/** An argument of a call: plain data, with other objects as their ids. */
export type Argument =
  string | number | boolean | null | readonly Argument[] | { readonly [name: string]: Argument };

/**
 * One step of the graph: a field asked of an object, with arguments. Immutable, and lazy: it says what would be done.
 * An object *is* the call that made it; its id is the digest of that call and so of all before it.
 */
export interface Call {
  /** The kind of object that the call makes: `Container`, `Directory`, ... */
  readonly type: string;
  /** The object that is asked; absent for fields of Query. */
  readonly receiver?: string | undefined;
  /** The field, with the type that has it: `Container.withExec`. */
  readonly field: string;
  /** Only those that were given. */
  readonly arguments: { readonly [name: string]: Argument };
}

const argumentShape: z.ZodType<Argument> = z.json();

/** The shape of a call in a record. */
export const callShape = z.object({
  type: z.string(),
  receiver: z.string().optional(),
  field: z.string(),
  arguments: z.record(z.string(), argumentShape),
});

/**
 * The id of the object that a call makes: `Type@digest`. Equal calls have equal ids, in every process.
 */
export function idOf(call: Call): string {
  return `${call.type}@${digestOf(asDigestible(call))}`;
}

function asDigestible({ type, receiver, field, arguments: given }: Call): Digestible {
  return { type, receiver, field, arguments: given };
}

/** The type of the object that an id stands for, or undefined when the text is no id. */
export function typeOfId(id: string): string | undefined {
  return /^([A-Z][A-Za-z]*)@[0-9a-f]{64}$/.exec(id)?.[1];
}
