import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { folder } from './folders.ts';
import { copyStore } from '../src/store/copy.ts';
import { SqliteStore } from '../src/store/sqlite.ts';

/** Creates a store of some thousand pages, many times the default step of the copy. */
async function filled(file: string): Promise<DatabaseSync> {
  await new SqliteStore(file).close();
  const db = new DatabaseSync(file);
  db.exec('PRAGMA synchronous = OFF');
  db.exec(`INSERT INTO conversations (id, kind, title, last_seq, created_at)
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
    SELECT 'c' || i, 'group', hex(randomblob(2000)), 0, 0 FROM n`);
  return db;
}

describe('a backup', () => {
  it('finishes under steady writes, and is a consistent snapshot', async () => {
    const file = join(folder(), 'messenger.db');
    const copy = join(folder(), 'copy.db');
    const db = await filled(file);
    // Both rows change together, so that a copy of two different moments would show a difference.
    const write = db.prepare("UPDATE conversations SET last_seq = last_seq + 1 WHERE id IN ('c1', 'c4000')");
    const state = { copied: false };
    const copying = copyStore(file, copy, () => write.run()).finally(() => (state.copied = true));
    while (!state.copied) {
      write.run();
      await turn();
    }
    expect(await copying).toBeGreaterThan(4000);
    db.close();
    const copied = new DatabaseSync(copy, { readOnly: true });
    const rows = copied.prepare("SELECT last_seq FROM conversations WHERE id IN ('c1', 'c4000')").all();
    const all = copied.prepare('SELECT count(*) AS count FROM conversations').get();
    copied.close();
    expect(all?.['count']).toBe(4000);
    expect(rows[0]?.['last_seq']).toBe(rows[1]?.['last_seq']);
  });
});
