import { run, type Op } from './store.ts';

/** The statements that remove a user from all conversations or, if `named`, from the conversation `$2`. */
const statements = (named: boolean) => {
  const where = `user_id = $1${named ? ' AND conversation_id = $2' : ''}`;
  const mine = (column: string) =>
    `(SELECT ${column} FROM participants p WHERE p.conversation_id = conversations.id AND p.user_id = $1)`;
  return [
    // This comes first to lock the rows: of two members who leave at once, the second waits and sees the first gone.
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
 * Removes a user from one conversation, or from all. The member who joined a group first becomes its owner if the owner
 * leaves. The user's read and delivered marks are kept, so that a message they read stays read.
 */
export function* leaveConversations(userId: string, conversationId?: string): Op<void> {
  const texts = conversationId === undefined ? ofAll : ofOne;
  const params = conversationId === undefined ? [userId] : [userId, conversationId];
  for (const text of texts) yield* run(text, ...params);
}
