import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { SqliteStore } from './sqlite.ts';
import type { Store } from './store.ts';

/** Opens the store that the configuration names, with its schema brought up to date. */
export function openStore(config: Config): Promise<Store> {
  mkdirSync(config.DATA_DIR, { recursive: true });
  return Promise.resolve(new SqliteStore(join(config.DATA_DIR, 'messenger.db')));
}
