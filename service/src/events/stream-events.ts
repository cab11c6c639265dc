import { messageView } from '../domain/views.ts';
import type { MemberRow } from '../store/members.ts';
import type { MessageWithMembers } from '../store/replay.ts';
import type { BusEvent } from './bus.ts';
import type { FeedEvent } from './feed.ts';

/** The event that shows a message to a client. */
export const messageEvent = (
  { message, members }: MessageWithMembers,
  event: 'message' | 'message.updated',
): FeedEvent => ({
  event,
  data: messageView(message, members),
  ...(event === 'message' ? { id: String(message.created_at) } : {}),
});

/** The data of a `read` or `typing` event. */
export function markOf({ conversation, seq, type, user }: BusEvent, members: readonly MemberRow[]) {
  const mark = members.find((member) => member.user_id === user)?.last_read_seq;
  return {
    conversation_id: conversation,
    user_id: user,
    ...(type === 'read' ? { last_read_seq: mark ?? seq } : {}),
  };
}
