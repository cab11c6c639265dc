import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { newId, pairKey } from '../src/domain/ids.ts';
import { SqliteStore } from '../src/store/sqlite.ts';

/** The data of a benchmark: one user, and conversations with messages. */
export interface Seed {
  readonly file: string;
  readonly userId: string;
  /** The conversation that is read and written; the first of the inbox. */
  readonly conversationId: string;
}

export interface SeedSize {
  /** Messages in the conversation that is read. */
  readonly messages: number;
  /** Conversations of the user. */
  readonly conversations: number;
}

/** Creates a store file with the given numbers of rows; replaces an existing one. */
export async function seed(file: string, { conversations, messages }: SeedSize): Promise<Seed> {
  for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
  const store = new SqliteStore(file);
  await store.close();
  const db = new DatabaseSync(file);
  db.exec('PRAGMA synchronous = OFF; BEGIN');
  const now = Date.now();
  const user =
    db.prepare(`INSERT INTO users (id, username, username_key, email, email_key, password_hash, created_at)
    VALUES (?1, ?1, ?1, ?1, ?1, '', 0)`);
  const conversation = db.prepare(`INSERT INTO conversations (id, kind, pair_key, last_seq, created_at)
    VALUES (?, 'direct', ?, ?, 0)`);
  const participant =
    db.prepare(`INSERT INTO participants (conversation_id, user_id, role, joined_seq, last_read_seq,
    last_delivered_seq, activity_at) VALUES (?, ?, 'member', 0, 0, 0, ?)`);
  const fill = db.prepare(`INSERT INTO messages (conversation_id, seq, id, sender_id, content, created_at)
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?3)
    SELECT ?1, i, ?1 || '-' || i, ?2, 'a message of the usual length, no more and no less: ' || i, ?4 - ?3 + i FROM n`);
  const userId = newId(now);
  user.run(userId);
  let conversationId = '';
  for (let index = 0; index < conversations; index += 1) {
    const id = newId(now);
    const other = newId(now);
    const count = index === conversations - 1 ? messages : 1;
    user.run(other);
    conversation.run(id, pairKey(userId, other), count);
    for (const person of [userId, other]) participant.run(id, person, now - conversations + index);
    fill.run(id, other, count, now);
    conversationId = id;
  }
  db.exec('COMMIT; ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
  return { file, userId, conversationId };
}
