import type { z } from 'zod';
import type { ModuleTypes, TypeRef } from './types.ts';

/** Plain data, as it travels between the engine and a module. */
export type Json = z.core.util.JSONType;

/** A record of plain data: the state of a module's object, or a function's arguments. */
export type JsonRecord = Readonly<Record<string, Json>>;

/** An object of the core API in a value: its type and its id. */
export interface CoreReference {
  readonly type: string;
  readonly id: string;
}

/** The state of a module's object out of a value that should be one. @throws {TypeError} It is something else. */
export function asState(value: Json): JsonRecord {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError(`expected the state of an object, got ${JSON.stringify(value)}`);
  }
  return value;
}

/**
 * Finds the objects of the core API in a value, in the order in which it holds them.
 *
 * @param type The value's type; by it an id is told from other text.
 */
export function coreReferences(types: ModuleTypes, type: TypeRef, value: Json): CoreReference[] {
  if (value === null) return [];
  if (type.kind === 'list') {
    return Array.isArray(value) ? value.flatMap((item: Json) => coreReferences(types, type.of, item)) : [];
  }
  if (type.kind !== 'object') return [];
  const object = types.objects.get(type.name);
  if (object === undefined) return typeof value === 'string' ? [{ type: type.name, id: value }] : [];
  const state = asState(value);
  return [...object.state].flatMap(([name, field]) => coreReferences(types, field, state[name] ?? null));
}
