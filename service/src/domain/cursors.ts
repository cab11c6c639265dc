import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import type { z } from 'zod';
import { Refusal } from './refusal.ts';

/** The place where a list continues: the sort keys of the last row returned and, for messages, the direction. */
export type Position = readonly (string | number)[];

export interface Cursors {
  /** An opaque text for the position, valid only for the same scope (user and query). */
  write(scope: string, position: Position): string;
  /** The position in the text. @throws Refusal bad_cursor when it was not issued here or for another scope */
  read<T extends Position>(scope: string, text: string, shape: z.ZodType<T>): T;
}

const version = '1';
const tagBytes = 12;

/**
 * Cursors that clients can neither forge nor use for another list: a version, the position, and a keyed hash over both
 * and the scope. The position is not secret, only protected from changes.
 */
export function createCursors(secret: string): Cursors {
  // A KeyObject, because with a Buffer as the key each hash takes six times as long.
  const key = createSecretKey(createHmac('sha256', secret).update('cursor').digest());
  const tag = (scope: string, body: string) =>
    createHmac('sha256', key).update(`${version}\n${scope}\n${body}`).digest().subarray(0, tagBytes);
  return {
    write(scope, position) {
      const body = Buffer.from(JSON.stringify(position)).toString('base64url');
      return `${version}.${body}.${tag(scope, body).toString('base64url')}`;
    },
    read(scope, text, shape) {
      const [given, body = '', mac = '', ...more] = text.split('.');
      const wanted = tag(scope, body);
      const got = Buffer.from(mac, 'base64url');
      const ours = given === version && more.length === 0 && got.length === wanted.length;
      if (!ours || !timingSafeEqual(got, wanted)) throw new Refusal('bad_cursor');
      const parsed = shape.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString()));
      if (!parsed.success) throw new Refusal('bad_cursor');
      return parsed.data;
    },
  };
}
