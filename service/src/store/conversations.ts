import { Refusal } from '../domain/refusal.ts';
import { userById } from './accounts.ts';
import { leaveConversations } from './leaving.ts';
import { addMembers, checkCanReach, directConversation, membership, type Kind } from './members.ts';
import { run, type Op } from './store.ts';

/** The most members of a group; it bounds the cost of one conversation. */
export const maxMembers = 100;

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
