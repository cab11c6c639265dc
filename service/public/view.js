/* global document */

/** Sets a text; everything that people wrote reaches the page as text alone. */
export const show = (id, text) => {
  const element = document.getElementById(id);
  if (element.textContent !== text) element.textContent = text;
};

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** The other person's name, or a group's title. */
export const titleOf = ({ participants, title }, me) =>
  title ??
  participants
    .filter(({ user_id }) => user_id !== me.id)
    .map(({ display_name, username }) => display_name ?? username)
    .join(', ') ??
  'Somebody';

/** The list of conversations, the open one marked. */
export function drawConversations(list, { conversations, me, open }, onOpen) {
  const items = conversations.map((conversation) => {
    const { id, last_message, unread } = conversation;
    const button = element(
      'button',
      { type: 'button', onclick: () => onOpen(id) },
      element('strong', { textContent: titleOf(conversation, me) || 'Deleted account' }),
      ...(unread > 0 ? [element('span', { className: 'unread', textContent: `${unread} new` })] : []),
      element('span', { className: 'last', textContent: last_message?.content ?? '' }),
    );
    button.setAttribute('aria-current', String(id === open));
    return element('li', {}, button);
  });
  list.replaceChildren(...items);
}

const clock = (text) => new Date(text).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });

/** How far one's own message has come, by the marks of the others. */
function mark({ seq, status }, conversation, me) {
  const others = conversation.participants.filter(({ user_id }) => user_id !== me.id);
  const read = others.length > 0 && others.every(({ last_read_seq }) => last_read_seq >= seq);
  return read || status === 'read' ? 'read' : status;
}

/** The messages of the open conversation, oldest first; the end stays in view. */
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
