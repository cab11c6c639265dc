import { Refusal } from '../domain/refusal.ts';
import { membership, type Membership } from './members.ts';
import { messageFor, type MessageRow } from './messages.ts';
import { one, run, type Op } from './store.ts';

type MessageContext = Membership & { readonly message: MessageRow };

/** A message that the user sent, deleted or not. @throws Refusal not_found, forbidden */
function* ownMessage(id: string, userId: string): Op<MessageContext> {
  const found = yield* messageFor(id, userId);
  if (found.message.sender_id !== userId)
    throw new Refusal('forbidden', { detail: 'Only the sender may change a message' });
  return found;
}

/** Replaces the text of a message. @throws Refusal not_found, forbidden, deleted */
export function* edit(id: string, userId: string, content: string, now: number): Op<MessageContext> {
  const found = yield* ownMessage(id, userId);
  if (found.message.deleted_at !== null) throw new Refusal('deleted');
  // The statement checks this again, because the message may have been deleted since it was read.
  const edited = yield* one(
    'UPDATE messages SET content = $2, edited_at = $3 WHERE id = $1 AND deleted_at IS NULL RETURNING id',
    ...[id, content, now],
  );
  if (!edited) throw new Refusal('deleted');
  return { ...found, message: { ...found.message, content, edited_at: now } };
}

/** Deletes the content of a message and keeps its place. A second call changes nothing. */
export function* erase(id: string, userId: string, now: number): Op<MessageContext> {
  const found = yield* ownMessage(id, userId);
  if (found.message.deleted_at !== null) return found;
  yield* run("UPDATE messages SET content = '', deleted_at = $2 WHERE id = $1", id, now);
  return { ...found, message: { ...found.message, content: '', deleted_at: now } };
}

export interface ReadMark {
  readonly lastReadSeq: number;
  readonly unread: number;
  /** How many messages this marked as read; 0 when the mark was already there or further. */
  readonly marked: number;
}

/** Marks all messages up to `seq` as read, or all without one. A mark only moves forward and never past the end. */
export function* markRead(conversationId: string, userId: string, seq: number | undefined): Op<ReadMark> {
  const { me } = yield* membership(conversationId, userId);
  const wanted = Math.min(seq ?? me.last_seq, me.last_seq);
  const lastReadSeq = Math.max(wanted, me.last_read_seq);
  if (lastReadSeq > me.last_read_seq) yield* moveMarks(conversationId, userId, lastReadSeq, lastReadSeq);
  return { lastReadSeq, unread: me.last_seq - lastReadSeq, marked: lastReadSeq - me.last_read_seq };
}

/** Moves both marks forward in one statement, so that concurrent requests cannot move one back. */
const moveMarks = (conversationId: string, userId: string, read: number, delivered: number): Op<void> =>
  run(
    `UPDATE participants SET
       last_read_seq = CASE WHEN last_read_seq < $3 THEN $3 ELSE last_read_seq END,
       last_delivered_seq = CASE WHEN last_delivered_seq < $4 THEN $4 ELSE last_delivered_seq END
     WHERE conversation_id = $1 AND user_id = $2`,
    ...[conversationId, userId, read, delivered],
  );

/**
 * Marks a message, and all before it, as delivered or read.
 * @throws Refusal not_found; forbidden for the sender; backwards for `delivered` after `read`
 */
export function* setStatus(
  id: string,
  userId: string,
  status: 'delivered' | 'read',
): Op<MessageContext & { changed: boolean }> {
  const { me, members, message } = yield* messageFor(id, userId);
  if (message.sender_id === userId)
    throw new Refusal('forbidden', { detail: 'Only a receiver may set the status of a message' });
  if (status === 'delivered' && me.last_read_seq >= message.seq) throw new Refusal('backwards');
  const read = status === 'read' ? message.seq : me.last_read_seq;
  const changed = read > me.last_read_seq || message.seq > me.last_delivered_seq;
  if (changed) yield* moveMarks(me.conversation_id, userId, read, message.seq);
  const moved = {
    ...me,
    last_read_seq: Math.max(me.last_read_seq, read),
    last_delivered_seq: Math.max(me.last_delivered_seq, message.seq),
  };
  const after = members.map((member) => (member.user_id === userId ? moved : member));
  return { me: moved, members: after, message, changed };
}
