import { readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { DatabaseSync } from 'node:sqlite';

/** Another process uses the same data folder. */
export class StoreInUseError extends Error {
  override readonly name = 'StoreInUseError';
}

/**
 * Locks a folder for this process. SQLite takes the operating system's lock on a small file, which is released however
 * the process ends. A file with a process id would stay after kill -9, and the id means nothing in another container.
 * The holder's name goes into a file next to it, for people to read.
 * @returns a function that releases the lock
 * @throws StoreInUseError
 */
export function lockFolder(file: string): () => void {
  const owner = `${file}.owner`;
  const db = new DatabaseSync(file, { timeout: 0 });
  try {
    db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (cause) {
    db.close();
    let who = 'another process';
    try {
      who = readFileSync(owner, 'utf8').trim();
    } catch {
      // The lock was taken a moment ago, before the name was written. The name is only for the message.
    }
    throw new StoreInUseError(`The data folder is in use by ${who}. Several replicas need DATABASE_URL.`, {
      cause,
    });
  }
  writeFileSync(owner, `process ${String(process.pid)} on ${hostname()}\n`);
  return () => {
    db.exec('ROLLBACK');
    db.close();
  };
}
