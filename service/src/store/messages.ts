import { otherOf } from '../domain/ids.ts';
import { Refusal } from '../domain/refusal.ts';
import { blockedBetween } from './accounts.ts';
import { directConversation, membership, type Membership } from './members.ts';
import { all, one, run, type Op } from './store.ts';

export interface MessageRow {
  readonly id: string;
  readonly conversation_id: string;
  readonly seq: number;
  readonly sender_id: string;
  readonly content: string;
  readonly reply_to_id: string | null;
  readonly created_at: number;
  readonly edited_at: number | null;
  readonly deleted_at: number | null;
}

/** A message to send. `target` is a conversation or a user, whose direct conversation is created if missing. */
export interface Draft {
  readonly id: string;
  readonly senderId: string;
  readonly target: { readonly conversationId: string } | { readonly receiverId: string };
  readonly content: string;
  readonly replyToId: string | null;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The id of the conversation if one has to be created. */
  readonly conversationId: string;
}

/** A range of a conversation; the bounds are excluded. */
export type Window =
  | { readonly kind: 'below'; readonly seq: number }
  | { readonly kind: 'above'; readonly seq: number }
  | { readonly kind: 'before'; readonly createdAt: number; readonly seq: number };

export const messageColumns =
  'id, conversation_id, seq, sender_id, content, reply_to_id, created_at, edited_at, deleted_at';

/** Checks that the other user of a direct conversation is still there and not blocked. @throws Refusal */
export function* checkCanWrite({ me, members }: Membership): Op<void> {
  const other = otherOf(me.pair_key, me.user_id);
  if (other === null) return;
  if (!members.some((member) => member.user_id === other)) throw new Refusal('not_found');
  if (yield* blockedBetween(me.user_id, other)) throw new Refusal('blocked');
}

/**
 * Stores a message. Its seq is the next number of the conversation, taken in the same transaction, so that numbers have
 * no gap and follow the order of commits. Sending marks all earlier messages as read by the sender.
 * @throws Refusal not_found, blocked, unauthorized, conflict
 */
export function* send(draft: Draft): Op<{ message: MessageRow; members: Membership['members'] }> {
  const { id, senderId, target, content, replyToId, now } = draft;
  const conversationId =
    'conversationId' in target
      ? target.conversationId
      : (yield* directConversation(senderId, target.receiverId, { id: draft.conversationId, now })).id;
  const found = yield* membership(conversationId, senderId);
  yield* checkCanWrite(found);
  if (replyToId !== null && (yield* messageIn(conversationId, replyToId)) === undefined)
    throw new Refusal('not_found', { detail: 'reply_to_id is not a message of this conversation' });
  const next = yield* one<{ last_seq: number }>(
    'UPDATE conversations SET last_seq = last_seq + 1 WHERE id = $1 RETURNING last_seq',
    conversationId,
  );
  if (!next) throw new Refusal('not_found');
  const seq = next.last_seq;
  yield* run(
    `INSERT INTO messages (id, conversation_id, seq, sender_id, content, reply_to_id, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    ...[id, conversationId, seq, senderId, content, replyToId, now],
  );
  yield* run(
    `UPDATE participants SET activity_at = $3,
       last_read_seq = CASE WHEN user_id = $2 THEN $4 ELSE last_read_seq END,
       last_delivered_seq = CASE WHEN user_id = $2 THEN $4 ELSE last_delivered_seq END
     WHERE conversation_id = $1`,
    ...[conversationId, senderId, now, seq],
  );
  const message: MessageRow = {
    id,
    conversation_id: conversationId,
    seq,
    sender_id: senderId,
    content,
    reply_to_id: replyToId,
    created_at: now,
    edited_at: null,
    deleted_at: null,
  };
  return { message, members: found.members };
}

const messageIn = (conversationId: string, id: string): Op<MessageRow | undefined> =>
  one<MessageRow>(
    `SELECT ${messageColumns} FROM messages WHERE id = $2 AND conversation_id = $1`,
    conversationId,
    id,
  );

/** At most `limit` messages of a window, newest first; only those with a seq above `from`, where the user joined. */
export function* messagesIn(
  conversationId: string,
  window: Window,
  { from, limit }: { readonly from: number; readonly limit: number },
): Op<readonly MessageRow[]> {
  const select = `SELECT ${messageColumns} FROM messages WHERE conversation_id = $1 AND seq > $2`;
  switch (window.kind) {
    case 'below':
      return yield* all<MessageRow>(
        `${select} AND seq < $3 ORDER BY seq DESC LIMIT $4`,
        ...[conversationId, from, window.seq, limit],
      );
    case 'above': {
      const lower = Math.max(from, window.seq);
      const text = `${select} ORDER BY seq LIMIT $3`;
      return (yield* all<MessageRow>(text, conversationId, lower, limit)).toReversed();
    }
    case 'before':
      return yield* all<MessageRow>(
        `${select} AND (created_at, seq) < ($3, $4) ORDER BY created_at DESC, seq DESC LIMIT $5`,
        ...[conversationId, from, window.createdAt, window.seq, limit],
      );
  }
}

/** A message with the user's membership in its conversation. @throws Refusal not_found */
export function* messageFor(id: string, userId: string): Op<Membership & { message: MessageRow }> {
  const message = yield* one<MessageRow>(`SELECT ${messageColumns} FROM messages WHERE id = $1`, id);
  if (!message) throw new Refusal('not_found');
  const found = yield* membership(message.conversation_id, userId);
  if (message.seq <= found.me.joined_seq) throw new Refusal('not_found');
  return { ...found, message };
}
