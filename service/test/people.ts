import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createAccessTokens } from '../src/domain/tokens.ts';
import { ContractBroken } from './conformance.ts';
import { readEvents, seqOf } from './sse.ts';
import { holdToContract, secret, shapes } from './world.ts';

const json = { 'content-type': 'application/json' };

/**
 * Calls a service over a socket and checks its response against the document, as `call` of a world does without one.
 * The 502 of a proxy in between is not checked.
 */
export async function ask(url: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(url, init);
  if (response.status === 502) return response;
  const { pathname: path } = new URL(url);
  const token = new Headers(init.headers).get('authorization')?.split(' ')[1] ?? '';
  await holdToContract({ method: init.method ?? 'GET', path, response, userId: tokens.verify(token) });
  return response;
}

const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
  ask(url, {
    method: 'POST',
    headers: { ...json, ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(60_000),
  });

export interface RemotePerson {
  readonly id: string;
  readonly token: string;
}

/** The secret of services in tests. Tests can sign tokens with it, which saves the password hash of a login. */
const tokens = createAccessTokens({ secret, ttlS: 3600, now: () => Date.now() });

/** Returns undefined for a broken connection. @throws ContractBroken, which is a failure of the test */
function brokenOff(error: unknown): undefined {
  if (error instanceof ContractBroken) throw error;
}

/** Registers a user over HTTP. */
export async function register(url: string): Promise<RemotePerson> {
  const username = `p-${randomUUID().slice(0, 8)}`;
  const body = { username, email: `${username}@example.org`, password: 'correct horse' };
  const { id } = shapes.User.parse(await (await post(`${url}/api/auth/register`, body)).json());
  return { id, token: tokens.issue(id) };
}

/** The progress of a load of messages, shared by sender and waiters. */
export interface Sending {
  /** The acknowledged messages: text and seq. */
  readonly acknowledged: Map<string, number>;
  readonly stopped: () => boolean;
}

/**
 * Sends messages one after the other until stopped; repeats each with the same key until it is acknowledged.
 */
export async function sendUntil(
  url: string,
  { token }: RemotePerson,
  target: object,
  { acknowledged, stopped }: Sending,
): Promise<void> {
  while (!stopped()) {
    const content = randomUUID();
    const headers = { authorization: `Bearer ${token}`, 'idempotency-key': content };
    for (;;) {
      const answer = await post(`${url}/api/messages`, { ...target, content }, headers).catch(brokenOff);
      if (answer?.status === 201) {
        acknowledged.set(content, shapes.Message.parse(await answer.json()).seq);
        break;
      }
      await answer?.body?.cancel();
      if (stopped()) break;
      await pause(20);
    }
  }
}

/** All messages of a conversation, oldest first, read page by page. */
export async function readAll(url: string, { token }: RemotePerson, id: string) {
  const all = [];
  for (let cursor = ''; ;) {
    const path = `${url}/api/messages/conversation/${id}?limit=100${cursor}`;
    const answer = await ask(path, { headers: { authorization: `Bearer ${token}` } });
    const { data, next_cursor } = shapes.MessagePage.parse(await answer.json());
    all.push(...data);
    if (next_cursor === null) return all.reverse();
    cursor = `&cursor=${next_cursor}`;
  }
}

/** Listens to events, reconnects with the last id after each break, and collects the seqs. */
export function listenAlways(url: string, { token }: RemotePerson) {
  const heard = new Set<number>();
  const ending = new AbortController();
  let connections = 0;
  let last: string | undefined;
  const listen = async () => {
    while (!ending.signal.aborted) {
      try {
        const headers = {
          authorization: `Bearer ${token}`,
          ...(last === undefined ? {} : { 'last-event-id': last }),
        };
        const answer = await ask(`${url}/api/events`, { headers, signal: ending.signal });
        if (answer.status !== 200) throw new Error(String(answer.status));
        connections += 1;
        const events = readEvents(answer);
        for (let event = await events.next(); event; event = await events.next()) {
          if (event.event === 'message') heard.add(seqOf(event));
          last = event.id ?? last;
        }
      } catch (error) {
        // Breaks are part of the test: pause, then reconnect.
        brokenOff(error);
        await pause(50);
      }
    }
  };
  const done = listen();
  return {
    heard,
    connections: () => connections,
    async close() {
      ending.abort();
      await done;
    },
  };
}
