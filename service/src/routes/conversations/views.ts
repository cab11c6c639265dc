import { messageView, timestamp } from '../../domain/views.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { Store } from '../../store/store.ts';
import {
  inboxEntry,
  lastMessage,
  type Inbox,
  type InboxRow,
  type ParticipantRow,
} from '../../store/inbox.ts';

/** A conversation in the format of the API, for one of its members. */
function conversationView(row: InboxRow, participants: readonly ParticipantRow[]) {
  const last = lastMessage(row);
  return {
    id: row.conversation_id,
    kind: row.kind,
    title: row.title,
    created_at: timestamp(row.created_at),
    last_seq: row.last_seq,
    last_read_seq: row.last_read_seq,
    unread: row.last_seq - row.last_read_seq,
    last_message: last && messageView(last, participants),
    participants: participants.map((person) => ({
      user_id: person.user_id,
      username: person.username,
      display_name: person.display_name,
      avatar_url: person.avatar_url,
      role: person.role,
      last_read_seq: person.last_read_seq,
      last_delivered_seq: person.last_delivered_seq,
    })),
  };
}

/** The conversations of an inbox in the format of the API. */
export function conversationViews({ rows, participants }: Inbox) {
  const byConversation = Map.groupBy(participants, (person) => person.conversation_id);
  return rows.map((row) => conversationView(row, byConversation.get(row.conversation_id) ?? []));
}

/** One conversation of a user in the format of the API. @throws Refusal not_found */
export async function showEntry(store: Store, userId: string, id: string) {
  const [view] = conversationViews(await store.read(() => inboxEntry(userId, id)));
  if (!view) throw new Refusal('not_found');
  return view;
}
