/* global document, setTimeout, clearTimeout */
import { api, ApiError, listen, logIn, loggedIn, logOut, send } from './api.js';
import { drawConversations, drawMessages, show, titleOf } from './view.js';

const at = (id) => document.getElementById(id);
const state = {
  me: undefined,
  conversations: [],
  open: undefined,
  messages: new Map(),
  stop: () => undefined,
};
let typingTimer;
let lastTyped = -Infinity;

const current = () => state.conversations.find(({ id }) => id === state.open);

function draw() {
  drawConversations(at('conversations'), state, openConversation);
  drawMessages(at('messages'), state, current());
  show('with', current() ? titleOf(current(), state.me) : 'No conversation selected');
  at('talk').dataset.open = String(state.open !== undefined);
  at('write').hidden = state.open === undefined;
}

async function loadConversations() {
  state.conversations = (await api('GET', '/conversations?limit=50')).data;
}

/** Reads all messages after the last one here, page by page. */
async function fillGap(id) {
  const known = Math.max(0, ...[...state.messages.values()].map(({ seq }) => seq));
  for (let query = `?limit=100&after=${known}`; query;) {
    const { data, next_cursor } = await api('GET', `/messages/conversation/${id}${query}`);
    if (state.open !== id) return;
    for (const message of data) state.messages.set(message.seq, message);
    query = next_cursor ? `?limit=100&cursor=${next_cursor}` : '';
  }
}

async function markRead() {
  const conversation = current();
  if (!conversation?.unread || document.hidden) return;
  conversation.unread = 0;
  await api('PUT', `/messages/conversation/${conversation.id}/read`, {});
}

async function openConversation(id) {
  state.open = id;
  state.messages = new Map();
  show('typing', '');
  const { data } = await api('GET', `/messages/conversation/${id}?limit=100`);
  for (const message of data) state.messages.set(message.seq, message);
  draw();
  await markRead();
  draw();
  at('text').focus();
}

async function refresh() {
  await loadConversations();
  if (state.open) {
    await fillGap(state.open);
    await markRead();
  }
  draw();
}

async function onMessage(message) {
  const conversation = state.conversations.find(({ id }) => id === message.conversation_id);
  if (!conversation || message.seq > conversation.last_seq + 1) {
    await refresh();
    return;
  }
  if (message.seq <= conversation.last_seq) return;
  conversation.last_seq = message.seq;
  conversation.last_message = message;
  conversation.unread = message.sender_id === state.me.id ? 0 : conversation.unread + 1;
  state.conversations = [conversation, ...state.conversations.filter((other) => other !== conversation)];
  if (state.open === conversation.id) {
    state.messages.set(message.seq, message);
    show('typing', '');
    await markRead();
  }
  draw();
}

const handlers = {
  ready: () => refresh(),
  message: onMessage,
  'message.updated': (message) => {
    if (message.conversation_id === state.open) state.messages.set(message.seq, message);
    draw();
  },
  read: ({ conversation_id, user_id, last_read_seq }) => {
    const conversation = state.conversations.find(({ id }) => id === conversation_id);
    const reader = conversation?.participants.find((person) => person.user_id === user_id);
    if (reader) reader.last_read_seq = last_read_seq;
    draw();
  },
  typing: ({ conversation_id, user_id }) => {
    if (conversation_id !== state.open) return;
    const person = current()?.participants.find((participant) => participant.user_id === user_id);
    show('typing', `${person?.username ?? 'Someone'} is typing …`);
    clearTimeout(typingTimer);
    typingTimer = setTimeout(() => show('typing', ''), 4000);
  },
  bye: () => undefined,
};

async function begin() {
  state.me = await api('GET', '/users/me');
  at('welcome').hidden = true;
  at('talk').hidden = false;
  at('logout').hidden = false;
  document.title = `${state.me.username} · Messenger`;
  draw();
  state.stop = listen(
    (event, data) => void Promise.resolve(handlers[event]?.(data)).catch(() => undefined),
    (text) => show('state', `${state.me.username} · ${text}`),
  );
}

/** Runs `work` when the form is submitted, and shows its error in the element `error`. */
const handle = (id, error, work) =>
  at(id).addEventListener('submit', async (event) => {
    event.preventDefault();
    show(error, '');
    try {
      await work(event);
    } catch (problem) {
      show(error, problem instanceof ApiError ? problem.message : 'The service cannot be reached.');
    }
  });

handle('entry', 'entry-error', async ({ submitter }) => {
  await logIn(submitter?.value ?? 'login', at('name').value, at('password').value);
  await begin();
});

/** Whether two names are the same for the service, which ignores case. */
const sameName = (one, other) =>
  one.normalize('NFKC').toLowerCase() === other.normalize('NFKC').toLowerCase();

handle('find', 'find-error', async () => {
  const name = at('query').value.trim();
  const { data } = await api('GET', `/users?query=${encodeURIComponent(name)}&limit=1`);
  // The list is ordered by name, so the exact name comes before those that begin with it.
  const [first] = data;
  if (!first || !sameName(first.username, name)) {
    show('find-error', `No user is named ${name}.${first ? ` Did you mean ${first.username}?` : ''}`);
    return;
  }
  const { id } = await api('POST', '/conversations', { participant_ids: [first.id] });
  await loadConversations();
  await openConversation(id);
  at('query').value = '';
});

/** Clears the box and sends its text. If sending fails, the text goes back into the box, before any new text. */
async function sendText(content) {
  at('text').value = '';
  try {
    return await send({ conversation_id: state.open }, content);
  } catch (error) {
    at('text').value = [content, at('text').value].filter(Boolean).join('\n');
    throw error;
  }
}

handle('write', 'write-error', async () => {
  const content = at('text').value;
  if (content.trim()) await onMessage(await sendText(content));
});

at('text').addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    at('write').requestSubmit();
  }
});

at('text').addEventListener('input', ({ timeStamp }) => {
  if (timeStamp - lastTyped < 2000 || !state.open) return;
  lastTyped = timeStamp;
  api('POST', `/conversations/${state.open}/typing`).catch(() => undefined);
});

document.addEventListener('visibilitychange', () => void markRead().then(draw));
at('back').addEventListener('click', () => {
  state.open = undefined;
  state.messages = new Map();
  draw();
});
at('logout').addEventListener('click', async () => {
  state.stop();
  await logOut();
  document.location.reload();
});

if (loggedIn()) begin().catch(() => show('state', ''));
