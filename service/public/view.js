/* global document */

/** Sets the text of an element. Everything that users write is shown as text, never as HTML. */
export const show = (id, text) => {
  const element = document.getElementById(id);
  if (element.textContent !== text) element.textContent = text;
};

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** The title of a group, or the names of the other members; 'Deleted account' when all others have left. */
export const titleOf = ({ participants, title }, me) => {
  const others = participants.filter(({ user_id }) => user_id !== me.id);
  const names = others.map(({ display_name, username }) => display_name ?? username);
  return title ?? (names.join(', ') || 'Deleted account');
};

/** Draws the list of conversations and marks the open one. */
export function drawConversations(list, { conversations, me, open }, onOpen) {
  const items = conversations.map((conversation) => {
    const { id, last_message, unread } = conversation;
    const button = element(
      'button',
      { type: 'button', onclick: () => onOpen(id) },
      element('strong', { textContent: titleOf(conversation, me) }),
      ...(unread > 0 ? [element('span', { className: 'unread', textContent: `${unread} new` })] : []),
      element('span', { className: 'last', textContent: last_message?.content ?? '' }),
    );
    button.setAttribute('aria-current', String(id === open));
    return element('li', {}, button);
  });
  list.replaceChildren(...items);
}

const clock = (text) => new Date(text).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });

/** The status of the user's own message, by the read marks of the other members. */
function mark({ seq, status }, conversation, me) {
  const others = conversation.participants.filter(({ user_id }) => user_id !== me.id);
  const read = others.length > 0 && others.every(({ last_read_seq }) => last_read_seq >= seq);
  return read || status === 'read' ? 'read' : status;
}

/** Draws the messages of the open conversation, oldest first, and keeps the end in view. */
export function drawMessages(list, { me, messages }, conversation) {
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  const items = [...messages.values()]
    .sort((a, b) => a.seq - b.seq)
    .map((message) => {
      const own = message.sender_id === me.id;
      const note = [
        clock(message.created_at),
        message.edited_at ? 'edited' : '',
        own ? mark(message, conversation, me) : '',
      ];
      return element(
        'li',
        { className: own ? 'own' : '' },
        message.content ?? 'This message was deleted.',
        element('small', { textContent: note.filter(Boolean).join(' · ') }),
      );
    });
  list.replaceChildren(...items);
  if (atEnd) list.scrollTop = list.scrollHeight;
}
