import { pino } from 'pino';
import { describe, expect, it, vi } from 'vitest';
import { createLocalBus } from '../src/events/bus.ts';
import { Feed, maxWaiting } from '../src/events/feed.ts';
import { Hub } from '../src/events/hub.ts';
import { payloads } from '../src/events/postgres-bus.ts';
import { Refusal } from '../src/domain/refusal.ts';
import { SqliteStore } from '../src/store/sqlite.ts';
import { patience } from './patience.ts';
import { readEvents, seqOf } from './sse.ts';
import { createWorld, shapes, type World } from './world.ts';

/** Ada and Bob, and Bob's stream of events. */
async function listening(over: Parameters<typeof createWorld>[0] = {}) {
  const world = createWorld(over);
  const [ada, bob] = [await world.person('ada'), await world.person('bob')];
  const open = async (headers: Record<string, string> = {}) =>
    readEvents(await world.call('/api/events', { token: bob.token, headers }));
  const say = async (content: string) => {
    const answer = await world.send(ada.token, { receiver_id: bob.id, content });
    return shapes.Message.parse(await answer.json());
  };
  return { ...world, ada, bob, open, say };
}

const put = (world: Pick<World, 'call'>, path: string, token: string, body?: unknown) =>
  world.call(path, { method: 'PUT', token, body });

describe('a stream of events', () => {
  it('begins with ready and brings messages in order', async () => {
    const { open, say } = await listening();
    const events = await open();
    expect(await events.next()).toMatchObject({ event: 'ready', data: { resync: false } });
    for (const content of ['one', 'two', 'three']) await say(content);
    const got = [await events.next(), await events.next(), await events.next()];
    expect(got.map((event) => event?.data)).toMatchObject([
      { content: 'one', seq: 1 },
      { content: 'two', seq: 2 },
      { content: 'three', seq: 3 },
    ]);
    await events.close();
  });

  it('has changes, read marks and typing, but not the user’s own typing', async () => {
    const world = await listening();
    const { ada, bob, open, say } = world;
    const message = await say('hello');
    const events = await open();
    const own = readEvents(await world.call('/api/events', { token: ada.token }));
    const change = { method: 'PATCH', token: ada.token, body: { content: 'hallo' } };
    await world.call(`/api/messages/${message.id}`, change);
    expect(await events.until('message.updated')).toMatchObject({ data: { content: 'hallo' } });
    await world.call(`/api/conversations/${message.conversation_id}/typing`, {
      method: 'POST',
      token: ada.token,
    });
    expect(await events.until('typing')).toMatchObject({ data: { user_id: ada.id } });
    await put(world, `/api/messages/${message.id}/status`, bob.token, { status: 'delivered' });
    expect(await events.until('message.updated')).toMatchObject({ data: { status: 'delivered' } });
    await put(world, `/api/messages/conversation/${message.conversation_id}/read`, bob.token);
    expect(await own.until('read')).toMatchObject({ data: { user_id: bob.id, last_read_seq: 1 } });
    await put(world, `/api/messages/${(await say('again')).id}/status`, bob.token, { status: 'read' });
    expect(await own.until('read')).toMatchObject({ data: { last_read_seq: 2 } });
    await Promise.all([events.close(), own.close()]);
  });

  it('resumes after a break with the missed messages', async () => {
    const { open, say } = await listening();
    const before = await open();
    await say('one');
    const last = await before.until('message');
    await before.close();
    await say('two');
    await say('three');
    const after = await open({ 'last-event-id': last.id ?? '' });
    const seqs = [];
    for (let event = await after.next(); event?.event === 'message'; event = await after.next())
      seqs.push(seqOf(event));
    expect(seqs.slice(-2)).toEqual([2, 3]);
    await say('four');
    expect(seqOf(await after.until('message'))).toBe(4);
    await after.close();
  });

  it('resumes in the order of seq, even when a clock went back', async () => {
    let time = Date.now();
    const { open, say } = await listening({ now: () => time });
    await say('one');
    time -= 500;
    await say('two');
    const events = await open({ 'last-event-id': String(time) });
    expect([seqOf(await events.until('message')), seqOf(await events.until('message'))]).toEqual([1, 2]);
    await events.close();
  });

  it.each(['nonsense', '-5'])('asks for a resync when the last id is "%s"', async (id) => {
    const { open } = await listening();
    const events = await open({ 'last-event-id': id });
    expect(await events.next()).toMatchObject({ event: 'ready', data: { resync: true } });
    await events.close();
  });

  it('asks for a resync when too many messages were missed', async () => {
    const { open, say } = await listening();
    await Promise.all(Array.from({ length: 510 }, (_, index) => say(String(index))));
    const events = await open({ 'last-event-id': String(Date.now()) });
    expect(await events.until('ready')).toMatchObject({ data: { resync: true } });
    await events.close();
  });

  it('is limited in number for each user', async () => {
    const world = await listening();
    const streams = [await world.open(), await world.open(), await world.open()];
    const answer = await world.call('/api/events', { token: world.bob.token });
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('5');
    await Promise.all(streams.map((stream) => stream.close()));
    await vi.waitFor(async () => {
      const again = await world.call('/api/events', { token: world.bob.token });
      expect(again.status).toBe(200);
      await again.body?.cancel();
    }, patience);
  });

  it('ends with bye when the service shuts down', async () => {
    const { deps, open } = await listening();
    const events = await open();
    await events.until('ready');
    deps.hub.close();
    expect(await events.next()).toMatchObject({ event: 'bye' });
    expect(await events.next()).toBeUndefined();
  });

  it('has heartbeats when nothing happens', async () => {
    const base = createWorld().deps.config;
    const { bob, call } = await listening({ config: { ...base, HEARTBEAT_S: 0.02 } });
    const { body } = await call('/api/events', { token: bob.token });
    const reader = (body as ReadableStream<Uint8Array>).getReader();
    let text = '';
    while (!text.includes(': \n\n')) text += new TextDecoder().decode((await reader.read()).value);
    expect(text).toContain('event: ready');
    await reader.cancel();
  });

  it('answers 503 when the missed messages cannot be read', async () => {
    const world = await listening();
    world.deps.store.read = () => Promise.reject(new Refusal('unavailable'));
    const answer = await world.call('/api/events', {
      token: world.bob.token,
      headers: { 'last-event-id': '1' },
    });
    expect(answer.status).toBe(503);
  });
});

describe('a hub', () => {
  it('finds messages without an event in the store, and fills gaps', async () => {
    const { deps, open, say } = await listening();
    const events = await open();
    await events.until('ready');
    const silent = vi.spyOn(deps.hub, 'publish').mockImplementation(() => undefined);
    await say('lost one');
    await say('lost two');
    await deps.hub.catchUp();
    expect([seqOf(await events.until('message')), seqOf(await events.until('message'))]).toEqual([1, 2]);
    await say('lost three');
    silent.mockRestore();
    await say('told');
    expect([seqOf(await events.until('message')), seqOf(await events.until('message'))]).toEqual([3, 4]);
    await deps.hub.catchUp();
    await events.close();
  });

  it('looks again later when the store does not respond', async () => {
    const { deps, open, say } = await listening();
    const events = await open();
    await events.until('ready');
    const silent = vi.spyOn(deps.hub, 'publish').mockImplementation(() => undefined);
    await say('lost');
    const read = vi.spyOn(deps.store, 'read').mockRejectedValueOnce(new Refusal('unavailable'));
    await deps.hub.catchUp();
    read.mockRestore();
    await deps.hub.catchUp();
    silent.mockRestore();
    expect(seqOf(await events.until('message'))).toBe(1);
    await events.close();
  });

  it('survives an event that it cannot deliver', async () => {
    const bus = createLocalBus();
    const store = new SqliteStore(':memory:');
    const logger = pino({ level: 'silent' });
    const warn = vi.spyOn(logger, 'warn');
    const hub = new Hub({ store, bus, logger, now: () => 0, skewMs: 0, streamsPerUser: 1 });
    const feed = hub.open('somebody');
    store.read = () => Promise.reject(new Refusal('unavailable'));
    hub.publish({ type: 'message', conversation: 'c', seq: 1 });
    await vi.waitFor(() => {
      expect(warn).toHaveBeenCalled();
    }, patience);
    feed.end();
  });
});

describe('a feed', () => {
  it('disconnects a client that lets too many events wait', async () => {
    const ended = vi.fn();
    const overflow = vi.fn();
    const feed = new Feed('u', ended);
    feed.onOverflow = overflow;
    feed.start(() => undefined);
    for (let index = 0; index <= maxWaiting; index += 1) feed.push({ event: 'typing', data: index });
    expect([ended.mock.calls.length, overflow.mock.calls.length]).toEqual([1, 1]);
    expect(await feed.next(1)).toMatchObject({ data: 0 });
  });

  it('sends missed messages before new ones, and none twice', async () => {
    const feed = new Feed('u', () => undefined);
    const message = (seq: number) => ({ event: 'message', data: seq }) as const;
    feed.pushMessage('c', 3, message(3));
    feed.start(() => {
      for (const seq of [1, 2, 3]) feed.pushMessage('c', seq, message(seq));
    });
    feed.pushMessage('c', 2, message(2));
    feed.pushMessage('c', 4, message(4));
    const got = [];
    for (let next = await feed.next(1); typeof next !== 'string'; next = await feed.next(1))
      got.push(next.data);
    expect(got).toEqual([1, 2, 3, 4]);
    feed.end();
    feed.end();
    feed.push(message(5));
    expect(await feed.next(1)).toBe('end');
  });
});

describe('notifications', () => {
  it('are split below the size limit of PostgreSQL, and none is lost', () => {
    const events = Array.from({ length: 500 }, (_, seq) => ({
      type: 'message' as const,
      conversation: crypto.randomUUID(),
      seq,
    }));
    const texts = payloads(events);
    expect(Math.max(...texts.map((text) => text.length))).toBeLessThan(8000);
    expect(texts.flatMap((text) => JSON.parse(text) as unknown[])).toEqual(events);
    expect(payloads([])).toEqual([]);
  });
});
