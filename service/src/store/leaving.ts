import { run, type Op } from './store.ts';

/** The statements by which a user goes out of his conversations, or of the one that `$2` names. */
const statements = (named: boolean) => {
  const where = `user_id = $1${named ? ' AND conversation_id = $2' : ''}`;
  const mine = (column: string) =>
    `(SELECT ${column} FROM participants p WHERE p.conversation_id = conversations.id AND p.user_id = $1)`;
  return [
    // First of all, so that of two who leave at once the second waits here, and then sees that the first has gone.
    `UPDATE conversations SET left_read_seq = ${mine('last_read_seq')},
       left_delivered_seq = ${mine('last_delivered_seq')}
     WHERE id IN (SELECT conversation_id FROM participants WHERE ${where})`,
    `UPDATE participants SET role = 'owner'
     WHERE conversation_id IN (SELECT conversation_id FROM participants WHERE ${where} AND role = 'owner')
       AND user_id = (SELECT p.user_id FROM participants p
         WHERE p.conversation_id = participants.conversation_id AND p.user_id <> $1
         ORDER BY p.joined_seq, p.user_id LIMIT 1)`,
    `DELETE FROM participants WHERE ${where}`,
  ];
};
const ofAll = statements(false);
const ofOne = statements(true);

/**
 * Takes a user out of a conversation, or out of all his. A group that he owned passes to its eldest, and how far he had
 * come is kept: a message that he read stays read.
 */
export function* withdraw(userId: string, conversationId?: string): Op<void> {
  const texts = conversationId === undefined ? ofAll : ofOne;
  const params = conversationId === undefined ? [userId] : [userId, conversationId];
  for (const text of texts) yield* run(text, ...params);
}
