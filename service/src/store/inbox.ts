import { Refusal } from '../domain/refusal.ts';
import { userById } from './accounts.ts';
import { leaveConversations } from './leaving.ts';
import {
  addMembers,
  checkCanReach,
  directConversation,
  membership,
  type Kind,
  type Role,
} from './members.ts';
import type { MessageRow } from './messages.ts';
import { all, one, run, type Op } from './store.ts';

/** The most members of a group; it bounds the cost of one conversation. */
export const maxMembers = 100;

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

export interface NewConversation {
  readonly id: string;
  readonly userId: string;
  readonly others: readonly string[];
  readonly title: string | null;
  readonly kind: Kind;
  readonly now: number;
}

/**
 * Creates a conversation. For a direct one that exists already, returns that one.
 * @throws Refusal unauthorized, not_found, blocked, conflict
 */
export function* createConversation(made: NewConversation): Op<{ id: string; created: boolean }> {
  const { id, userId, others, title, kind, now } = made;
  const [other] = others;
  if (kind === 'direct' && other !== undefined) return yield* directConversation(userId, other, { id, now });
  if (!(yield* userById(userId))) throw new Refusal('unauthorized');
  yield* checkCanReach(userId, others);
  yield* run(
    `INSERT INTO conversations (id, kind, pair_key, title, last_seq, created_at)
     VALUES ($1, 'group', NULL, $2, 0, $3)`,
    ...[id, title, now],
  );
  const members = others.map((member) => ({ id: member, role: 'member' as const }));
  yield* addMembers(id, [{ id: userId, role: 'owner' }, ...members], { joinedSeq: 0, now });
  return { id, created: true };
}

/**
 * Locks a group for a change by its owner. A concurrent change waits here and then sees the result of this one.
 * @throws Refusal not_found, direct_conversation, forbidden
 */
function* lockOwnedGroup(conversationId: string, userId: string) {
  yield* run('UPDATE conversations SET title = title WHERE id = $1', conversationId);
  const found = yield* membership(conversationId, userId);
  if (found.me.kind === 'direct') throw new Refusal('direct_conversation');
  if (found.me.role !== 'owner')
    throw new Refusal('forbidden', { detail: 'Only the owner may change a group' });
  return found;
}

/** Renames a group. @throws Refusal not_found, direct_conversation, forbidden */
export function* rename(conversationId: string, userId: string, title: string | null): Op<void> {
  yield* lockOwnedGroup(conversationId, userId);
  yield* run('UPDATE conversations SET title = $2 WHERE id = $1', conversationId, title);
}

/** Adds users to a group; they see only messages sent from now on. @throws Refusal */
export function* join(
  conversationId: string,
  userId: string,
  others: readonly string[],
  now: number,
): Op<void> {
  const { me, members } = yield* lockOwnedGroup(conversationId, userId);
  if (members.length + others.length > maxMembers)
    throw new Refusal('conflict', { detail: `A group has at most ${String(maxMembers)} participants` });
  yield* checkCanReach(userId, others);
  const newcomers = others.map((id) => ({ id, role: 'member' as const }));
  yield* addMembers(conversationId, newcomers, { joinedSeq: me.last_seq, now });
}

/**
 * Removes a member from a group. The owner may remove anyone, other members only themselves. When the owner leaves,
 * the member who joined first becomes the owner.
 * @throws Refusal not_found, direct_conversation, forbidden
 */
export function* leave(conversationId: string, userId: string, leaving: string): Op<void> {
  if (userId !== leaving) yield* lockOwnedGroup(conversationId, userId);
  const { me, members } = yield* membership(conversationId, userId);
  if (me.kind === 'direct') throw new Refusal('direct_conversation');
  if (!members.some((member) => member.user_id === leaving)) throw new Refusal('not_found');
  yield* leaveConversations(leaving, conversationId);
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
