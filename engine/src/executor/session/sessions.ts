import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasEnded, ownName } from '../docker/owner.ts';

const folderName = 'sessions';

/**
 * Says that a session works with a cache folder.
 *
 * @returns Says that it no longer does. What a killed session has left counts for nothing.
 */
export function enterSession(folder: string): () => void {
  const place = join(folder, folderName);
  mkdirSync(place, { recursive: true, mode: 0o700 });
  const file = join(place, `${encodeURIComponent(ownName())}.${randomUUID()}`);
  writeFileSync(file, '');
  return () => rmSync(file, { force: true });
}

/** How many sessions work with a cache folder. Files of those that have ended are removed. */
export function sessionsIn(folder: string): number {
  const place = join(folder, folderName);
  mkdirSync(place, { recursive: true, mode: 0o700 });
  const isLive = (name: string): boolean => {
    const ended = hasEnded(decodeURIComponent(name.slice(0, name.lastIndexOf('.'))));
    if (ended) rmSync(join(place, name), { force: true });
    return !ended;
  };
  return readdirSync(place).filter(isLive).length;
}
