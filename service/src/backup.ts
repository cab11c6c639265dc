import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { readConfig } from './config.ts';
import { copyStore } from './store/copy.ts';
import { storeFile } from './store/open.ts';

/**
 * Copies the embedded store to a file while the service runs, and checks the copy.
 * Run as `npm run backup -- FILE`; DATA_DIR says where the store is.
 */
async function main(target: string | undefined): Promise<string> {
  if (target === undefined) throw new Error('Usage: npm run backup -- FILE');
  if (existsSync(target)) throw new Error(`${target} already exists; a backup overwrites nothing`);
  const pages = await copyStore(storeFile(readConfig(process.env).DATA_DIR), target);
  const copy = new DatabaseSync(target);
  const check = copy.prepare('PRAGMA integrity_check').get();
  copy.close();
  if (check?.['integrity_check'] !== 'ok') throw new Error(`The copy is damaged: ${JSON.stringify(check)}`);
  return `copied ${String(pages)} pages to ${target}`;
}

try {
  console.log(await main(process.argv[2]));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
