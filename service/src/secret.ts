import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Config } from './config.ts';

const stored = z.string().trim().min(32);

/**
 * The key that signs tokens and cursors: the configured one or, for the embedded store, a random one. The first start
 * generates it and keeps it next to the data in a file that only its owner can read. There is no default key.
 * @returns the key and, if it was generated now, its file
 */
export function secretFor({ JWT_SECRET, DATA_DIR }: Config): { secret: string; madeAt?: string } {
  if (JWT_SECRET !== undefined) return { secret: JWT_SECRET };
  mkdirSync(DATA_DIR, { recursive: true });
  const file = join(DATA_DIR, 'secret');
  const secret = randomBytes(48).toString('base64url');
  try {
    writeFileSync(file, `${secret}\n`, { mode: 0o600, flag: 'wx', flush: true });
    return { secret, madeAt: file };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    return { secret: stored.parse(readFileSync(file, 'utf8')) };
  }
}
