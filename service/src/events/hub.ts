import type { Logger } from 'pino';
import { Refusal } from '../domain/refusal.ts';
import { messageView } from '../domain/views.ts';
import { membersOf, type MemberRow } from '../store/members.ts';
import { activeConversations, membersOfAll, messagesBetween, messagesSince } from '../store/replay.ts';
import type { MessageRow } from '../store/messages.ts';
import type { Op, Store } from '../store/store.ts';
import type { Bus, BusEvent } from './bus.ts';
import { Feed } from './feed.ts';

/** How far clocks and commits may lie apart: what is looked for again begins so much earlier. */
const overlapMs = 10_000;
/** Messages that a reconnecting client gets again; behind that it reads its conversations anew. */
const maxReplay = 500;
const maxKnown = 50_000;
const usersPerQuery = 100;

export interface HubOptions {
  readonly store: Store;
  readonly bus: Bus;
  readonly logger: Logger;
  readonly now: () => number;
  readonly streamsPerUser: number;
  /** How far the clocks of replicas may lie apart; 0 where there is one. */
  readonly skewMs: number;
}

type Entry = { readonly message: MessageRow; readonly members: readonly MemberRow[] };

const asEvent = ({ message, members }: Entry, event: 'message' | 'message.updated') => ({
  event,
  data: messageView(message, members),
  ...(event === 'message' ? { id: String(message.created_at) } : {}),
});

/** Brings events from the bus to the streams of those whom they concern. */
export class Hub {
  readonly #options: HubOptions;
  readonly #feeds = new Map<string, Set<Feed>>();
  /** The last number of each conversation that was dealt with here; a gap in front of a new one is filled. */
  readonly #known = new Map<string, number>();
  /** Work per conversation in the order of its events. */
  readonly #tails = new Map<string, Promise<void>>();
  #lookedAt: number;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#lookedAt = options.now();
    options.bus.onEvent((event) => {
      this.#take(event);
    });
    options.bus.onGap(() => void this.catchUp());
  }

  /** Tells everybody what happened; called after the commit. */
  publish(event: BusEvent): void {
    this.#options.bus.publish(event);
  }

  /** A new stream for the user. @throws Refusal rate_limited when he has too many */
  open(userId: string): Feed {
    const feeds = this.#feeds.get(userId) ?? new Set();
    if (feeds.size >= this.#options.streamsPerUser)
      throw new Refusal('rate_limited', { detail: 'Too many event streams', retryAfterS: 5 });
    const feed = new Feed(userId, (ended) => {
      feeds.delete(ended);
      if (feeds.size === 0) this.#feeds.delete(userId);
    });
    feeds.add(feed);
    this.#feeds.set(userId, feeds);
    return feed;
  }

  /**
   * Gives a stream what its client missed since `lastEventId`, then `ready`. With `resync` in it, that was too much (or
   * the id was not ours): the client reads its conversations anew.
   */
  async greet(feed: Feed, lastEventId: string | undefined): Promise<void> {
    const { now, skewMs, store } = this.#options;
    const id = String(now());
    const since = /^\d{1,15}$/.test(lastEventId ?? '') ? Number(lastEventId) - overlapMs : undefined;
    feed.since = since ?? now() - skewMs;
    const entries =
      since === undefined ? [] : await store.read(() => missed(feed.userId, since, maxReplay + 1));
    const lost = since === undefined ? lastEventId !== undefined : entries.length > maxReplay;
    feed.start(() => {
      for (const entry of entries.slice(0, maxReplay))
        feed.pushMessage(entry.message.conversation_id, entry.message.seq, asEvent(entry, 'message'));
      feed.push({ event: 'ready', data: { resync: lost }, id });
    });
  }

  /** Looks in the store for messages that no event told of: after a break of the bus, and now and then. */
  async catchUp(): Promise<void> {
    const { now, store } = this.#options;
    const since = this.#lookedAt - overlapMs;
    const users = [...this.#feeds.keys()];
    const begun = now();
    for (let at = 0; at < users.length; at += usersPerQuery) {
      const some = users.slice(at, at + usersPerQuery);
      const active = await store.read(() => activeConversations(some, since)).catch(() => undefined);
      // The store does not answer: the time looked at stays, and the next look covers this one.
      if (!active) return;
      for (const { conversation_id, last_seq } of active)
        this.#take({ type: 'message', conversation: conversation_id, seq: last_seq });
    }
    this.#lookedAt = begun;
  }

  /** Ends every stream with `bye`. */
  close(): void {
    for (const feed of [...this.#feeds.values()].flatMap((feeds) => [...feeds])) {
      feed.push({ event: 'bye', data: {} });
      feed.end();
    }
  }

  #take(event: BusEvent): void {
    const { conversation } = event;
    if (this.#feeds.size === 0) {
      this.#known.delete(conversation);
      return;
    }
    const tail = (this.#tails.get(conversation) ?? Promise.resolve())
      .then(() => this.#handle(event))
      .catch((err: unknown) => {
        this.#options.logger.warn({ err }, 'an event was not delivered; it will be found again');
      })
      .finally(() => {
        if (this.#tails.get(conversation) === tail) this.#tails.delete(conversation);
      });
    this.#tails.set(conversation, tail);
  }

  async #handle(event: BusEvent): Promise<void> {
    const { conversation, seq, type, user } = event;
    const known = this.#known.get(conversation);
    if (type === 'message' && known !== undefined && seq <= known) return;
    const members = await this.#options.store.read(() => membersOf(conversation));
    const here = members.filter((member) => this.#feeds.has(member.user_id));
    if (type === 'message') {
      if (here.length > 0) await this.#deliverMessages(conversation, known, seq, members);
      this.#remember(conversation, seq);
    } else if (type === 'message.updated') {
      const rows = here.length > 0 ? await this.#between(conversation, seq - 1, seq, 0) : [];
      for (const message of rows) this.#deliver(here, message.seq, asEvent({ message, members }, type));
    } else {
      const readers = type === 'typing' ? here.filter((member) => member.user_id !== user) : here;
      this.#deliver(readers, Number.MAX_SAFE_INTEGER, { event: type, data: markOf(event, members) });
    }
  }

  async #deliverMessages(
    conversation: string,
    known: number | undefined,
    seq: number,
    members: readonly MemberRow[],
  ) {
    const since = known === undefined ? this.#options.now() - 3 * overlapMs : 0;
    const rows = await this.#between(conversation, known ?? Math.max(0, seq - 50), seq, since);
    for (const message of rows) {
      const event = asEvent({ message, members }, 'message');
      for (const member of members)
        if (message.seq > member.joined_seq)
          for (const feed of this.#feeds.get(member.user_id) ?? [])
            if (message.created_at >= feed.since) feed.pushMessage(conversation, message.seq, event);
    }
  }

  #deliver(members: readonly MemberRow[], seq: number, event: Parameters<Feed['push']>[0]): void {
    for (const member of members)
      if (seq > member.joined_seq) for (const feed of this.#feeds.get(member.user_id) ?? []) feed.push(event);
  }

  #between(conversation: string, after: number, upTo: number, since: number): Promise<readonly MessageRow[]> {
    return this.#options.store.read(() => messagesBetween(conversation, after, upTo, since));
  }

  #remember(conversation: string, seq: number): void {
    this.#known.delete(conversation);
    this.#known.set(conversation, seq);
    if (this.#known.size <= maxKnown) return;
    for (const oldest of this.#known.keys()) {
      this.#known.delete(oldest);
      break;
    }
  }
}

/** What a user was sent since a time, each message with its conversation's members. */
function* missed(userId: string, since: number, limit: number): Op<readonly Entry[]> {
  const rows = yield* messagesSince(userId, since, limit);
  const members = yield* membersOfAll(rows.map((row) => row.conversation_id));
  return (
    rows
      .map((message) => ({ message, members: members.get(message.conversation_id) ?? [] }))
      // Clocks differ: within a conversation the number is the order, and a stream never goes back behind one.
      .sort((a, b) => a.message.seq - b.message.seq)
  );
}

/** Who reads or types, and how far he has read. */
function markOf({ conversation, seq, type, user }: BusEvent, members: readonly MemberRow[]) {
  const mark = members.find((member) => member.user_id === user)?.last_read_seq;
  return {
    conversation_id: conversation,
    user_id: user,
    ...(type === 'read' ? { last_read_seq: mark ?? seq } : {}),
  };
}
