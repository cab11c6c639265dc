import { Refusal } from '../domain/refusal.ts';
import { membership, type Membership } from './members.ts';
import { messageFor, type MessageRow } from './messages.ts';
import { one, run, type Op } from './store.ts';

type Found = Membership & { readonly message: MessageRow };

/** A message that the user sent, deleted or not. @throws Refusal not_found, forbidden */
function* own(id: string, userId: string): Op<Found> {
  const found = yield* messageFor(id, userId);
  if (found.message.sender_id !== userId)
    throw new Refusal('forbidden', { detail: 'Only its sender may change a message' });
  return found;
}

/** Replaces the text of a message. @throws Refusal not_found, forbidden, deleted */
export function* edit(id: string, userId: string, content: string, now: number): Op<Found> {
  const found = yield* own(id, userId);
  if (found.message.deleted_at !== null) throw new Refusal('deleted');
  // Asked again by the statement itself: it may have been deleted since it was read.
  const edited = yield* one(
    'UPDATE messages SET content = $2, edited_at = $3 WHERE id = $1 AND deleted_at IS NULL RETURNING id',
    ...[id, content, now],
  );
  if (!edited) throw new Refusal('deleted');
  return { ...found, message: { ...found.message, content, edited_at: now } };
}

/** Takes a message's content away and leaves its place; a second time changes nothing. */
export function* erase(id: string, userId: string, now: number): Op<Found> {
  const found = yield* own(id, userId);
  if (found.message.deleted_at !== null) return found;
  yield* run("UPDATE messages SET content = '', deleted_at = $2 WHERE id = $1", id, now);
  return { ...found, message: { ...found.message, content: '', deleted_at: now } };
}

export interface ReadMark {
  readonly lastReadSeq: number;
  readonly unread: number;
  /** How many messages this has marked; 0 when the mark stood there or further already. */
  readonly marked: number;
}

/** Marks everything up to `seq` as read, to the end without one. A mark only goes forward, and never past the end. */
export function* markRead(conversationId: string, userId: string, seq: number | undefined): Op<ReadMark> {
  const { me } = yield* membership(conversationId, userId);
  const wanted = Math.min(seq ?? me.last_seq, me.last_seq);
  const lastReadSeq = Math.max(wanted, me.last_read_seq);
  if (lastReadSeq > me.last_read_seq) yield* moveMarks(conversationId, userId, lastReadSeq, lastReadSeq);
  return { lastReadSeq, unread: me.last_seq - lastReadSeq, marked: lastReadSeq - me.last_read_seq };
}

/** Moves both marks forward in one statement, so that two at once cannot set one back. */
const moveMarks = (conversationId: string, userId: string, read: number, delivered: number): Op<void> =>
  run(
    `UPDATE participants SET
       last_read_seq = CASE WHEN last_read_seq < $3 THEN $3 ELSE last_read_seq END,
       last_delivered_seq = CASE WHEN last_delivered_seq < $4 THEN $4 ELSE last_delivered_seq END
     WHERE conversation_id = $1 AND user_id = $2`,
    ...[conversationId, userId, read, delivered],
  );

/**
 * Notes that a message has come to its receiver, or was read: and with it everything before it.
 * @throws Refusal not_found; forbidden for the sender; backwards for `delivered` after `read`
 */
export function* setStatus(
  id: string,
  userId: string,
  status: 'delivered' | 'read',
): Op<Found & { changed: boolean }> {
  const { me, members, message } = yield* messageFor(id, userId);
  if (message.sender_id === userId)
    throw new Refusal('forbidden', { detail: 'A status is its receiver’s to set' });
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
