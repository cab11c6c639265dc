import { createHash } from 'node:crypto';
import { pairKey } from '../domain/ids.ts';
import { Refusal } from '../domain/refusal.ts';
import { messageView } from '../domain/views.ts';
import { send, type Draft } from './messages.ts';
import { one, run, type Op, type Store } from './store.ts';

export type SentMessage = ReturnType<typeof messageView>;

/** Milliseconds for which an idempotency key is remembered: 24 hours. */
const keyTtlMs = 24 * 3600 * 1000;

/** Another replica has just stored the same idempotency key. The store then repeats the operation, which finds it. */
export class WriteConflictError extends Error {
  override readonly name = 'WriteConflictError';
}

const hashOf = ({ content, replyToId, target }: Draft): string =>
  createHash('sha256')
    .update(JSON.stringify([content, replyToId, target]))
    .digest('base64url');

function* sendAndShow(draft: Draft): Op<SentMessage> {
  const { message, members } = yield* send(draft);
  return messageView(message, members);
}

/** Sends once per key. The response is stored in the same transaction as the message, and repeated requests get it. */
function* sendOnce(draft: Draft, key: string): Op<SentMessage> {
  const { now, senderId } = draft;
  const hash = hashOf(draft);
  yield* run(
    'DELETE FROM idempotency_keys WHERE user_id = $1 AND idempotency_key = $2 AND expires_at <= $3',
    ...[senderId, key, now],
  );
  const earlier = yield* one<{ request_hash: string; answer: string }>(
    'SELECT request_hash, answer FROM idempotency_keys WHERE user_id = $1 AND idempotency_key = $2',
    ...[senderId, key],
  );
  if (earlier) {
    if (earlier.request_hash !== hash) throw new Refusal('key_reused');
    return JSON.parse(earlier.answer) as SentMessage;
  }
  const answer = yield* sendAndShow(draft);
  const stored = yield* one(
    `INSERT INTO idempotency_keys (user_id, idempotency_key, request_hash, answer, expires_at)
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING user_id`,
    ...[senderId, key, hash, JSON.stringify(answer), now + keyTtlMs],
  );
  if (!stored) throw new WriteConflictError('the idempotency key was stored by another replica');
  return answer;
}

const statement = (found: 'id' | 'pair_key') => `WITH target AS (
    SELECT c.id FROM conversations c JOIN participants p ON p.conversation_id = c.id AND p.user_id = $2
    WHERE c.${found} = $1
      AND ($5::text IS NULL OR EXISTS (SELECT 1 FROM messages r WHERE r.id = $5 AND r.conversation_id = c.id))
      AND (c.pair_key IS NULL OR EXISTS (
        SELECT 1 FROM participants q WHERE q.conversation_id = c.id AND q.user_id <> $2 AND NOT EXISTS (
          SELECT 1 FROM blocks b WHERE (b.blocker_id = $2 AND b.blocked_id = q.user_id)
            OR (b.blocker_id = q.user_id AND b.blocked_id = $2))))
  ), next AS (
    UPDATE conversations SET last_seq = last_seq + 1 WHERE id IN (SELECT id FROM target)
    RETURNING id, last_seq, pair_key
  ), stored AS (
    INSERT INTO messages (id, conversation_id, seq, sender_id, content, reply_to_id, created_at)
    SELECT $3::text, id, last_seq, $2, $4::text, $5, $6::bigint FROM next
  ), moved AS (
    UPDATE participants p SET activity_at = $6::bigint,
      last_read_seq = CASE WHEN p.user_id = $2 THEN next.last_seq ELSE p.last_read_seq END,
      last_delivered_seq = CASE WHEN p.user_id = $2 THEN next.last_seq ELSE p.last_delivered_seq END
    FROM next WHERE p.conversation_id = next.id
  ) SELECT id, last_seq, pair_key FROM next`;
const inConversation = statement('id');
const inPair = statement('pair_key');

/**
 * Sends by one statement, which is one round trip to PostgreSQL instead of seven.
 * @returns undefined when nothing was sent; `send` then finds the reason, or creates the conversation
 */
function* sendInOneStatement(draft: Draft): Op<SentMessage | undefined> {
  const { content, id, now, replyToId, senderId, target } = draft;
  const [text, key] =
    'conversationId' in target
      ? [inConversation, target.conversationId]
      : [inPair, pairKey(senderId, target.receiverId)];
  const row = yield* one<{ id: string; last_seq: number; pair_key: string | null }>(
    text,
    ...[key, senderId, id, content, replyToId, now],
  );
  if (!row) return undefined;
  const message = {
    id,
    conversation_id: row.id,
    seq: row.last_seq,
    sender_id: senderId,
    content,
    reply_to_id: replyToId,
    created_at: now,
    edited_at: null,
    deleted_at: null,
  };
  // A message that was just sent has reached nobody yet, whatever the marks are.
  const marks = { last_read_seq: 0, last_delivered_seq: 0, left_read_seq: null, left_delivered_seq: null };
  const sender = { user_id: senderId, pair_key: row.pair_key, ...marks };
  return messageView(message, [sender]);
}

/** Sends a message and resolves once it is durable; PostgreSQL does it by one statement if it can. @throws Refusal */
export async function sendMessage(store: Store, draft: Draft, key: string | undefined): Promise<SentMessage> {
  if (key !== undefined) return store.write(() => sendOnce(draft, key));
  if (store.kind === 'postgres') {
    const sent = await store.writeStatement(() => sendInOneStatement(draft));
    if (sent) return sent;
  }
  return store.write(() => sendAndShow(draft));
}

/** Deletes the expired idempotency keys. */
export const forgetKeys = (now: number): Op<void> =>
  run('DELETE FROM idempotency_keys WHERE expires_at <= $1', now);
