import { readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { DatabaseSync } from 'node:sqlite';

/** Another process serves from the same folder. */
export class StoreInUse extends Error {
  override readonly name = 'StoreInUse';
}

/**
 * Takes a folder for this process alone. What is held is the operating system's own lock on a small file, by way of
 * SQLite: it goes with the process however that ends, where a process id in a file stays behind after kill -9 and
 * means nothing in another container. Who holds it is written beside it for people to read.
 * @returns lets go of the folder
 * @throws StoreInUse
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
      // Taken a moment ago and not yet signed: the name is only for the message.
    }
    throw new StoreInUse(`The data folder is in use by ${who}. Several replicas need DATABASE_URL.`, {
      cause,
    });
  }
  writeFileSync(owner, `process ${String(process.pid)} on ${hostname()}\n`);
  return () => {
    db.exec('ROLLBACK');
    db.close();
  };
}
