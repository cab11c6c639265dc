import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasEnded, ownName } from '../docker/owner.ts';

const folderName = 'sessions';

/**
 * Registers a session as a user of a cache folder.
 *
 * @returns Removes the registration. The file of a killed session counts for nothing.
 */
export function enterSession(folder: string): () => void {
  const place = join(folder, folderName);
  mkdirSync(place, { recursive: true, mode: 0o700 });
  const file = join(place, `${encodeURIComponent(ownName())}.${randomUUID()}`);
  writeFileSync(file, '');
  return () => rmSync(file, { force: true });
}

/** The number of sessions that use a cache folder. Files of ended ones are removed. */
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
