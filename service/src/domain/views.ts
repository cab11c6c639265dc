import type { MemberRow } from '../store/members.ts';
import type { MessageRow } from '../store/messages.ts';
import type { UserRow } from '../store/accounts.ts';
import { otherOf } from './ids.ts';

/** A time in the format of the API (RFC 3339, UTC, milliseconds). */
export const timestamp = (ms: number): string => new Date(ms).toISOString();

type Marks = Pick<
  MemberRow,
  'user_id' | 'pair_key' | 'last_read_seq' | 'last_delivered_seq' | 'left_read_seq' | 'left_delivered_seq'
>;

/**
 * The status of a message: read or delivered when that is true for every member but the sender. When all others have
 * left, the member who left last decides.
 */
export function statusOf(seq: number, senderId: string, members: readonly Marks[]) {
  let delivered = false;
  let read = false;
  for (const member of members) {
    if (member.user_id === senderId) continue;
    if (member.last_delivered_seq < seq) return 'sent';
    read = delivered ? read && member.last_read_seq >= seq : member.last_read_seq >= seq;
    delivered = true;
  }
  if (!delivered) return statusOfLeft(seq, members[0]);
  return read ? 'read' : 'delivered';
}

/** The status of a message for the member who left last. */
function statusOfLeft(seq: number, marks: Marks | undefined) {
  if ((marks?.left_read_seq ?? 0) >= seq) return 'read';
  return (marks?.left_delivered_seq ?? 0) >= seq ? 'delivered' : 'sent';
}

/** A message in the format of the API. A deleted message keeps its place and loses its content. */
export function messageView(row: MessageRow, members: readonly Marks[]) {
  return {
    id: row.id,
    conversation_id: row.conversation_id,
    seq: row.seq,
    sender_id: row.sender_id,
    receiver_id: otherOf(members[0]?.pair_key ?? null, row.sender_id),
    content: row.deleted_at === null ? row.content : null,
    reply_to_id: row.reply_to_id,
    status: statusOf(row.seq, row.sender_id, members),
    created_at: timestamp(row.created_at),
    edited_at: row.edited_at === null ? null : timestamp(row.edited_at),
    deleted_at: row.deleted_at === null ? null : timestamp(row.deleted_at),
  } as const;
}

/** A user as other users see them. */
export const userView = (row: Omit<UserRow, 'email' | 'password_hash'>) => ({
  id: row.id,
  username: row.username,
  display_name: row.display_name,
  avatar_url: row.avatar_url,
  created_at: timestamp(row.created_at),
});

/** A user as they see themselves: with the e-mail address. */
export const ownView = (row: UserRow) => ({ ...userView(row), email: row.email });
