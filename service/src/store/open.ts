import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { lockFolder } from './lock.ts';
import { SqliteStore } from './sqlite.ts';
import type { Store } from './store.ts';

/** The file of the embedded store in the data folder. */
export const storeFile = (dataDir: string): string => join(dataDir, 'messenger.db');

/**
 * Opens the configured store and migrates its schema.
 * @throws StoreInUseError when another process uses the folder; Refusal when PostgreSQL does not respond
 */
export async function openStore(config: Config, onError: (error: Error) => void): Promise<Store> {
  if (config.DATABASE_URL !== undefined) {
    // Imported only here, because the embedded store starts faster without it.
    const { PostgresStore } = await import('./postgres.ts');
    return PostgresStore.open({ url: config.DATABASE_URL, connections: config.DATABASE_POOL, onError });
  }
  mkdirSync(config.DATA_DIR, { recursive: true });
  const unlock = lockFolder(join(config.DATA_DIR, 'lock'));
  const store = new SqliteStore(storeFile(config.DATA_DIR));
  const close = async () => {
    await SqliteStore.prototype.close.call(store);
    unlock();
  };
  return Object.assign(store, { close });
}
