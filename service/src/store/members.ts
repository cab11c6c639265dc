import { pairKey } from '../domain/ids.ts';
import { Refusal } from '../domain/refusal.ts';
import { blockedBetween, userById } from './accounts.ts';
import { all, one, run, type Op } from './store.ts';

export type Kind = 'direct' | 'group';
export type Role = 'owner' | 'member';

/** A member of a conversation, with the columns of the conversation. */
export interface MemberRow {
  readonly conversation_id: string;
  readonly kind: Kind;
  readonly pair_key: string | null;
  readonly title: string | null;
  readonly last_seq: number;
  readonly created_at: number;
  /** The marks of the member who left last; null when nobody has left. */
  readonly left_read_seq: number | null;
  readonly left_delivered_seq: number | null;
  readonly user_id: string;
  readonly role: Role;
  readonly joined_seq: number;
  readonly last_read_seq: number;
  readonly last_delivered_seq: number;
}

/** A conversation from the view of one member. */
export interface Membership {
  readonly me: MemberRow;
  /** All members, `me` included. */
  readonly members: readonly MemberRow[];
}

export const memberColumns = `p.conversation_id, c.kind, c.pair_key, c.title, c.last_seq, c.created_at,
  c.left_read_seq, c.left_delivered_seq, p.user_id, p.role, p.joined_seq, p.last_read_seq,
  p.last_delivered_seq`;

/** The members of a conversation, in the order in which they joined. */
export const membersOf = (conversationId: string): Op<readonly MemberRow[]> =>
  all<MemberRow>(
    `SELECT ${memberColumns} FROM participants p JOIN conversations c ON c.id = p.conversation_id
     WHERE p.conversation_id = $1 ORDER BY p.joined_seq, p.user_id`,
    conversationId,
  );

/** The user's membership in a conversation. @throws Refusal not_found, also when the user is not a member */
export function* membership(conversationId: string, userId: string): Op<Membership> {
  const members = yield* membersOf(conversationId);
  const me = members.find((member) => member.user_id === userId);
  if (!me) throw new Refusal('not_found');
  return { me, members };
}

/** Adds users to a conversation from `joinedSeq` on; existing members do not change. */
export function* addMembers(
  conversationId: string,
  users: readonly { readonly id: string; readonly role: Role }[],
  at: { readonly joinedSeq: number; readonly now: number },
): Op<void> {
  for (const { id, role } of users) {
    yield* run(
      `INSERT INTO participants (conversation_id, user_id, role, joined_seq, last_read_seq, last_delivered_seq,
         activity_at) VALUES ($1, $2, $3, $4, $4, $4, $5) ON CONFLICT DO NOTHING`,
      ...[conversationId, id, role, at.joinedSeq, at.now],
    );
  }
}

/** Checks that the other users exist and that no block stands between them and the user. @throws Refusal */
export function* checkCanReach(userId: string, others: readonly string[]): Op<void> {
  for (const other of others) {
    if (!(yield* userById(other))) throw new Refusal('not_found', { detail: `There is no user ${other}` });
    if (yield* blockedBetween(userId, other)) throw new Refusal('blocked');
  }
}

/**
 * The direct conversation of two users, created if there is none. The pair key is unique: of two concurrent first
 * messages the second waits for the first and then finds its conversation.
 */
export function* directConversation(
  userId: string,
  otherId: string,
  fresh: { readonly id: string; readonly now: number },
): Op<{ id: string; created: boolean }> {
  const pair = pairKey(userId, otherId);
  const find = () => one<{ id: string }>('SELECT id FROM conversations WHERE pair_key = $1', pair);
  const existing = yield* find();
  if (existing) return { id: existing.id, created: false };
  if (!(yield* userById(userId))) throw new Refusal('unauthorized');
  yield* checkCanReach(userId, [otherId]);
  const made = yield* one<{ id: string }>(
    `INSERT INTO conversations (id, kind, pair_key, title, last_seq, created_at)
     VALUES ($1, 'direct', $2, NULL, 0, $3) ON CONFLICT DO NOTHING RETURNING id`,
    ...[fresh.id, pair, fresh.now],
  );
  if (!made) {
    const other = yield* find();
    if (!other) throw new Refusal('conflict');
    return { id: other.id, created: false };
  }
  const both = [userId, otherId].map((id) => ({ id, role: 'member' as const }));
  yield* addMembers(made.id, both, { joinedSeq: 0, now: fresh.now });
  return { id: made.id, created: true };
}
