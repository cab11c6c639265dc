import { Refusal } from '../domain/refusal.ts';
import type { Kind, Role } from './members.ts';
import type { MessageRow } from './messages.ts';
import { all, one, type Op } from './store.ts';

/** A conversation in a user's inbox with its last message (the columns m_*, null when there is none). */
export interface InboxRow {
  readonly conversation_id: string;
  readonly kind: Kind;
  readonly pair_key: string | null;
  readonly title: string | null;
  readonly last_seq: number;
  readonly created_at: number;
  readonly joined_seq: number;
  readonly last_read_seq: number;
  readonly activity_at: number;
  readonly m_id: string | null;
  readonly m_sender_id: string;
  readonly m_content: string;
  readonly m_reply_to_id: string | null;
  readonly m_created_at: number;
  readonly m_edited_at: number | null;
  readonly m_deleted_at: number | null;
}

/** A member of a conversation with their profile. */
export interface ParticipantRow {
  readonly conversation_id: string;
  readonly user_id: string;
  readonly pair_key: string | null;
  readonly left_read_seq: number | null;
  readonly left_delivered_seq: number | null;
  readonly role: Role;
  readonly last_read_seq: number;
  readonly last_delivered_seq: number;
  readonly username: string;
  readonly display_name: string | null;
  readonly avatar_url: string | null;
}

export interface Inbox {
  readonly rows: readonly InboxRow[];
  readonly participants: readonly ParticipantRow[];
}

const select = `SELECT p.conversation_id, c.kind, c.pair_key, c.title, c.last_seq, c.created_at, p.joined_seq,
    p.last_read_seq, p.activity_at, m.id AS m_id, m.sender_id AS m_sender_id, m.content AS m_content,
    m.reply_to_id AS m_reply_to_id, m.created_at AS m_created_at, m.edited_at AS m_edited_at,
    m.deleted_at AS m_deleted_at
  FROM participants p JOIN conversations c ON c.id = p.conversation_id
  LEFT JOIN messages m ON m.conversation_id = c.id AND m.seq = c.last_seq AND m.seq > p.joined_seq
  WHERE p.user_id = $1`;

function* withParticipants(rows: readonly InboxRow[]): Op<Inbox> {
  if (rows.length === 0) return { rows, participants: [] };
  const marks = rows.map((_, index) => `$${String(index + 1)}`).join(', ');
  const participants = yield* all<ParticipantRow>(
    `SELECT p.conversation_id, p.user_id, c.pair_key, c.left_read_seq, c.left_delivered_seq, p.role,
       p.last_read_seq, p.last_delivered_seq, u.username, u.display_name, u.avatar_url
     FROM participants p JOIN users u ON u.id = p.user_id JOIN conversations c ON c.id = p.conversation_id
     WHERE p.conversation_id IN (${marks}) ORDER BY p.conversation_id, p.joined_seq, p.user_id`,
    ...rows.map((row) => row.conversation_id),
  );
  return { rows, participants };
}

/** The conversations of a user after a position, latest activity first. Takes two statements, whatever their number. */
export function* inbox(
  userId: string,
  after: { readonly activityAt: number; readonly id: string },
  limit: number,
): Op<Inbox> {
  const rows = yield* all<InboxRow>(
    `${select} AND (p.activity_at, p.conversation_id) < ($2, $3)
     ORDER BY p.activity_at DESC, p.conversation_id DESC LIMIT $4`,
    ...[userId, after.activityAt, after.id, limit],
  );
  return yield* withParticipants(rows);
}

/** One conversation of the user's inbox. @throws Refusal not_found */
export function* inboxEntry(userId: string, conversationId: string): Op<Inbox> {
  const row = yield* one<InboxRow>(`${select} AND p.conversation_id = $2`, userId, conversationId);
  if (!row) throw new Refusal('not_found');
  return yield* withParticipants([row]);
}

/** The last message of an inbox row; null when there is none that the user may see. */
export function lastMessage(row: InboxRow): MessageRow | null {
  if (row.m_id === null) return null;
  return {
    id: row.m_id,
    conversation_id: row.conversation_id,
    seq: row.last_seq,
    sender_id: row.m_sender_id,
    content: row.m_content,
    reply_to_id: row.m_reply_to_id,
    created_at: row.m_created_at,
    edited_at: row.m_edited_at,
    deleted_at: row.m_deleted_at,
  };
}
