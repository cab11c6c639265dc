import { memberColumns, type MemberRow } from './members.ts';
import { messageColumns, type MessageRow } from './messages.ts';
import { all, type Op } from './store.ts';

const prefixed = messageColumns
  .split(', ')
  .map((column) => `m.${column}`)
  .join(', ');

/** A message with the members of its conversation, whose marks decide its status. */
export interface MessageWithMembers {
  readonly message: MessageRow;
  readonly members: readonly MemberRow[];
}

/** The messages of all the user's conversations stored after a time, oldest first. */
const messagesSince = (userId: string, since: number, limit: number): Op<readonly MessageRow[]> =>
  all<MessageRow>(
    `SELECT ${prefixed} FROM participants p
     JOIN messages m ON m.conversation_id = p.conversation_id AND m.created_at > $2 AND m.seq > p.joined_seq
     WHERE p.user_id = $1 AND p.activity_at > $2 ORDER BY m.created_at, m.seq LIMIT $3`,
    ...[userId, since, limit],
  );

/** At most 1000 messages of a conversation, from `after` (excluded) to `upTo`, stored after a time; oldest first. */
export const messagesBetween = (
  conversationId: string,
  after: number,
  upTo: number,
  since: number,
): Op<readonly MessageRow[]> =>
  all<MessageRow>(
    `SELECT ${messageColumns} FROM messages WHERE conversation_id = $1 AND seq > $2 AND seq <= $3
       AND created_at > $4 ORDER BY seq LIMIT 1000`,
    ...[conversationId, after, upTo, since],
  );

/** The members of each conversation, for the status of its messages. Takes one statement, whatever their number. */
export function* membersOfAll(ids: Iterable<string>): Op<ReadonlyMap<string, readonly MemberRow[]>> {
  const wanted = [...new Set(ids)];
  const [first] = wanted;
  if (first === undefined) return new Map();
  // Padded to a power of two with the first id, because each length becomes a prepared statement of its own.
  const filled = 2 ** Math.ceil(Math.log2(wanted.length));
  while (wanted.length < filled) wanted.push(first);
  const marks = wanted.map((_, index) => `$${String(index + 1)}`).join(', ');
  const rows = yield* all<MemberRow>(
    `SELECT ${memberColumns} FROM participants p JOIN conversations c ON c.id = p.conversation_id
     WHERE p.conversation_id IN (${marks}) ORDER BY p.conversation_id, p.joined_seq, p.user_id`,
    ...wanted,
  );
  return Map.groupBy(rows, (row) => row.conversation_id);
}

/** The messages in a user's conversations since a time, each with the members of its conversation. */
export function* missedMessages(
  userId: string,
  since: number,
  limit: number,
): Op<readonly MessageWithMembers[]> {
  const rows = yield* messagesSince(userId, since, limit);
  const members = yield* membersOfAll(rows.map((row) => row.conversation_id));
  return (
    rows
      .map((message) => ({ message, members: members.get(message.conversation_id) ?? [] }))
      // By seq, not by time: the clocks of replicas differ, and a stream must keep the order of each conversation.
      .sort((a, b) => a.message.seq - b.message.seq)
  );
}

/** The last seq of each conversation of these users with activity after a time. */
export function activeConversations(
  userIds: readonly string[],
  since: number,
): Op<readonly { conversation_id: string; last_seq: number }[]> {
  const marks = userIds.map((_, index) => `$${String(index + 2)}`).join(', ');
  return all(
    `SELECT DISTINCT p.conversation_id, c.last_seq FROM participants p
     JOIN conversations c ON c.id = p.conversation_id
     WHERE p.activity_at > $1 AND p.user_id IN (${marks})`,
    ...[since, ...userIds],
  );
}
