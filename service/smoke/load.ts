/**
 * Steady load on a messenger while one version replaces another. It behaves like a correct client: every send has an
 * idempotency key and is repeated when it failed, and broken event streams are resumed. It keeps the acknowledged
 * messages and reads them all back. One file, run with Node; BASE_URL is the address of the service.
 *
 * It prints `{"load":"ready"}` when the first messages are stored. At SIGUSR2 it reads back all acknowledged messages,
 * prints the figures as one JSON line and goes on. SIGTERM, SIGINT and the end of LOAD_SECONDS do the same and exit 0.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

const env = (name: string, fallback: string): string => process.env[name] ?? fallback;
const base = env('BASE_URL', 'http://127.0.0.1:8000');
/** Sends per second of all users together. */
const rate = Number(env('LOAD_RATE', '10'));
/** Messages to store before the program is ready. */
const fill = Number(env('LOAD_FILL', '100'));
const seconds = Number(env('LOAD_SECONDS', '900'));
/** How long a send is repeated before it is abandoned. */
const giveUpMs = Number(env('LOAD_GIVE_UP_MS', '60000'));
/** How long an event may take to arrive. */
const eventMs = 10_000;
const shownLost = 50;
const shownProblems = 5;

type Fields = Readonly<Record<string, unknown>>;

interface User {
  readonly id: string;
  readonly username: string;
  readonly password: string;
  token: string;
}

const tally = { sent: 0, retried: 0, abandoned: 0, reconnections: 0 };
/** The reasons why the first sends were abandoned. */
const problems: string[] = [];
/** Acknowledged messages by id, each with its conversation and its idempotency key, which is also its text. */
const acknowledged = new Map<string, { conversation: string; key: string; at: number }>();
/** Ids of messages received as events, and the last seq received in each conversation. */
const received = new Set<string>();
const lastSeq = new Map<string, number>();

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
const listOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.map(fieldsOf) : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A refusal that a retry cannot change. */
class RefusedError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Whether a retry may succeed. The service itself refuses with a problem (RFC 9457); any other response comes from a
 * proxy and decides nothing.
 */
function mayPass(status: number, text: string): boolean {
  const { code } = fieldsOf(text.startsWith('{') ? JSON.parse(text) : {});
  return code === undefined || code === 'in_progress' || [401, 429].includes(status) || status >= 500;
}

interface Call {
  readonly body?: unknown;
  readonly user?: User;
  readonly key?: string;
}

async function once(method: string, path: string, { body, user, key }: Call): Promise<Fields | 'again'> {
  const headers = {
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(user === undefined ? {} : { authorization: `Bearer ${user.token}` }),
    ...(key === undefined ? {} : { 'idempotency-key': key }),
  };
  const answer = await fetch(new URL(path, base), {
    method,
    headers,
    signal: AbortSignal.timeout(10_000),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (answer.ok) return fieldsOf(JSON.parse(text));
  if (answer.status === 401 && user !== undefined) await logIn(user);
  if (mayPass(answer.status, text)) return 'again';
  throw new RefusedError(
    answer.status,
    `${method} ${path} answered ${String(answer.status)}: ${text.slice(0, 300)}`,
  );
}

/** Calls until there is a final response. @throws RefusedError, or the last error at the deadline */
async function call(method: string, path: string, options: Call = {}): Promise<Fields> {
  const deadline = Date.now() + giveUpMs;
  for (;;) {
    const answer = await once(method, path, options).catch((error: unknown) => {
      if (error instanceof RefusedError || Date.now() > deadline) throw error;
      return 'again' as const;
    });
    if (answer !== 'again') return answer;
    if (Date.now() > deadline) throw new Error(`${method} ${path}: no good answer in ${String(giveUpMs)} ms`);
    tally.retried += 1;
    await pause(200);
  }
}

async function logIn(user: User): Promise<void> {
  const { username, password } = user;
  user.token = textOf(
    (await call('POST', '/api/auth/login', { body: { username, password } }))['access_token'],
  );
}

/** Registers a new user and logs in. After a lost response the name may be taken, and the login decides. */
async function join(name: string): Promise<User> {
  const username = `${name}-${randomUUID().slice(0, 8)}`;
  const body = { email: `${username}@example.com`, username, password: randomUUID() };
  await call('POST', '/api/auth/register', { body }).catch((error: unknown) => {
    if (!(error instanceof RefusedError) || error.status !== 409) throw error;
  });
  const user = { id: '', username, password: body.password, token: '' };
  await logIn(user);
  return { ...user, id: textOf((await call('GET', '/api/users/me', { user }))['id']) };
}

async function send(from: User, to: User): Promise<void> {
  const key = randomUUID();
  tally.sent += 1;
  try {
    const body = { receiver_id: to.id, content: `message ${key}` };
    const message = await call('POST', '/api/messages', { user: from, body, key });
    acknowledged.set(textOf(message['id']), {
      conversation: textOf(message['conversation_id']),
      key,
      at: Date.now(),
    });
  } catch (error) {
    tally.abandoned += 1;
    if (problems.length < shownProblems) problems.push(String(error));
    console.error(String(error));
  }
}

/** The messages of a conversation after a seq, oldest page first. */
async function* history(user: User, conversation: string, after = 0): AsyncGenerator<Fields> {
  for (let seq = after; ;) {
    const path = `/api/messages/conversation/${conversation}?limit=100&after=${String(seq)}`;
    const page = listOf((await call('GET', path, { user }))['data']);
    if (page.length === 0) return;
    yield* page;
    seq = Math.max(...page.map((message) => Number(message['seq'])));
  }
}

/** Handles an event. After a gap in seq, reads the missing messages, as the contract asks. */
async function take(user: User, event: string, data: Fields): Promise<void> {
  if (event === 'ready' && data['resync'] === true) {
    for (const [conversation, seq] of lastSeq) await catchUp(user, conversation, seq);
  }
  if (event !== 'message') return;
  const conversation = textOf(data['conversation_id']);
  const seq = Number(data['seq']);
  const last = lastSeq.get(conversation);
  if (last !== undefined && seq > last + 1) await catchUp(user, conversation, last);
  received.add(textOf(data['id']));
  lastSeq.set(conversation, Math.max(seq, last ?? 0));
}

async function catchUp(user: User, conversation: string, after: number): Promise<void> {
  for await (const message of history(user, conversation, after)) received.add(textOf(message['id']));
}

/** The complete blocks of an event stream, each a function from a field's name to its text. */
async function* blocksOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<(name: string) => string> {
  let text = '';
  for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
    const blocks = (text + chunk).split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) yield (name) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1] ?? '';
  }
}

/** Listens to a user's events forever and resumes a broken stream. */
async function listen(user: User): Promise<never> {
  for (let lastId = ''; ; tally.reconnections += 1) {
    try {
      const headers = {
        authorization: `Bearer ${user.token}`,
        ...(lastId === '' ? {} : { 'last-event-id': lastId }),
      };
      const answer = await fetch(new URL('/api/events', base), { headers });
      if (answer.status === 401) await logIn(user);
      for await (const field of answer.ok && answer.body ? blocksOf(answer.body) : []) {
        lastId = field('id') || lastId;
        await take(user, field('event'), fieldsOf(JSON.parse(field('data') || '{}')));
      }
    } catch (error) {
      console.error(`the stream broke: ${String(error)}`);
    }
    await pause(200);
  }
}

/** The ids of all messages in the conversations, and how often each idempotency key is there. */
async function readBack(reader: User, conversations: Iterable<string>) {
  const ids = new Set<string>();
  const timesOfKey = new Map<string, number>();
  for (const conversation of conversations) {
    for await (const message of history(reader, conversation)) {
      const key = textOf(message['content']).replace('message ', '');
      ids.add(textOf(message['id']));
      timesOfKey.set(key, (timesOfKey.get(key) ?? 0) + 1);
    }
  }
  return { ids, timesOfKey };
}

/** Reads back all messages acknowledged so far, waits for their events, and prints the figures. */
async function verify(reader: User): Promise<void> {
  const asked = new Map(acknowledged);
  const { sent, retried, abandoned } = tally;
  const conversations = new Set([...asked.values()].map((message) => message.conversation));
  const { ids, timesOfKey } = await readBack(reader, conversations);
  const missing = (): string[] => [...asked.keys()].filter((id) => !received.has(id));
  for (const deadline = Date.now() + eventMs; missing().length > 0 && Date.now() < deadline;)
    await pause(100);
  const lost = [...asked.keys()].filter((id) => !ids.has(id));
  const figures = {
    sent,
    retried,
    abandoned,
    problems,
    acknowledged: asked.size,
    found: asked.size - lost.length,
    lost: lost.slice(0, shownLost),
    lostCount: lost.length,
    duplicates: [...timesOfKey.values()].filter((times) => times > 1).length,
    events: {
      received: received.size,
      missing: missing().length,
      reconnections: tally.reconnections,
    },
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}

const underway = new Set<Promise<void>>();
const start = (from: User, to: User): void => {
  const work = send(from, to).finally(() => underway.delete(work));
  underway.add(work);
};

// The reader is in every conversation, so that one login and one event stream see everything.
const reader = await join('reader');
const writers = await Promise.all(['ann', 'ben', 'cem'].map(join));
const pair = (number: number): [User, User] => {
  const writer = writers[number % writers.length] ?? reader;
  return number % 2 === 0 ? [writer, reader] : [reader, writer];
};
void listen(reader);
for (let number = 0; number < fill; number += 1) await send(...pair(number));
console.log(JSON.stringify({ load: 'ready' }));

let verifying = Promise.resolve();
const again = (): void => void (verifying = verifying.then(() => verify(reader)));
const ending = new AbortController();
process.on('SIGUSR2', again);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => ending.abort());
const begun = Date.now();
for (let number = 0; !ending.signal.aborted && Date.now() - begun < seconds * 1000; number += 1) {
  start(...pair(number));
  const due = begun + ((number + 1) * 1000) / rate;
  await pause(Math.max(0, due - Date.now()), undefined, { signal: ending.signal }).catch(() => undefined);
}
await Promise.all(underway);
again();
await verifying;
process.exit(0);
