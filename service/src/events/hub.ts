import type { Logger } from 'pino';
import { membersOf, type MemberRow } from '../store/members.ts';
import type { MessageRow } from '../store/messages.ts';
import { activeConversations, messagesBetween, missedMessages } from '../store/replay.ts';
import type { Store } from '../store/store.ts';
import type { Bus, BusEvent } from './bus.ts';
import type { Feed, FeedEvent } from './feed.ts';
import { Feeds } from './feeds.ts';
import { LastSeqs } from './last-seqs.ts';
import { markOf, messageEvent } from './stream-events.ts';
import { TaskQueues } from './task-queues.ts';

/** How far the time of a message and its commit may be apart; each new look in the store overlaps by this much. */
const overlapMs = 10_000;
/** How many missed messages a reconnecting client is sent. With more, it has to reload its conversations. */
const maxReplay = 500;
const usersPerQuery = 100;

export interface HubOptions {
  readonly store: Store;
  readonly bus: Bus;
  readonly logger: Logger;
  readonly now: () => number;
  readonly streamsPerUser: number;
  /** How far apart the clocks of replicas may be, in milliseconds; 0 for a single process. */
  readonly skewMs: number;
}

/** Delivers events from the bus to the event streams of the members concerned. */
export class Hub {
  readonly #options: HubOptions;
  readonly #feeds: Feeds;
  /** The last seq handled here for each conversation; a gap before the next one is filled from the store. */
  readonly #known = new LastSeqs();
  /** By conversation, so that events stay in order. */
  readonly #tasks = new TaskQueues();
  /** The time of the last complete look in the store. */
  #checkedAt: number;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#feeds = new Feeds(options.streamsPerUser);
    this.#checkedAt = options.now();
    options.bus.onEvent((event) => {
      this.#enqueue(event);
    });
    options.bus.onGap(() => void this.catchUp());
  }

  /** Sends an event to all replicas; called after the commit. */
  publish(event: BusEvent): void {
    this.#options.bus.publish(event);
  }

  /** Opens an event stream for the user. @throws Refusal rate_limited when the user has too many */
  open(userId: string): Feed {
    return this.#feeds.open(userId);
  }

  /**
   * Starts a stream: the messages that its client missed since `lastEventId`, then `ready`. `ready` says `resync` when
   * too many were missed or the id is not valid; the client then has to reload its conversations.
   */
  async start(feed: Feed, lastEventId: string | undefined): Promise<void> {
    const { now, skewMs, store } = this.#options;
    const id = String(now());
    const since = /^\d{1,15}$/.test(lastEventId ?? '') ? Number(lastEventId) - overlapMs : undefined;
    feed.since = since ?? now() - skewMs;
    const entries =
      since === undefined ? [] : await store.read(() => missedMessages(feed.userId, since, maxReplay + 1));
    const lost = since === undefined ? lastEventId !== undefined : entries.length > maxReplay;
    feed.start(() => {
      for (const entry of entries.slice(0, maxReplay))
        feed.pushMessage(entry.message.conversation_id, entry.message.seq, messageEvent(entry, 'message'));
      feed.push({ event: 'ready', data: { resync: lost }, id });
    });
  }

  /** Looks in the store for messages whose event was lost: after the bus was interrupted, and at intervals. */
  async catchUp(): Promise<void> {
    const { now, store } = this.#options;
    const since = this.#checkedAt - overlapMs;
    const { users } = this.#feeds;
    const begun = now();
    for (let at = 0; at < users.length; at += usersPerQuery) {
      const some = users.slice(at, at + usersPerQuery);
      const active = await store.read(() => activeConversations(some, since)).catch(() => undefined);
      // The store did not respond: the time stays as it is, so that the next look covers this period too.
      if (!active) return;
      for (const { conversation_id, last_seq } of active)
        this.#enqueue({ type: 'message', conversation: conversation_id, seq: last_seq });
    }
    this.#checkedAt = begun;
  }

  /** Ends every stream with `bye`. */
  close(): void {
    this.#feeds.close();
  }

  #enqueue(event: BusEvent): void {
    const { conversation } = event;
    if (this.#feeds.isEmpty) {
      this.#known.delete(conversation);
      return;
    }
    this.#tasks.add(conversation, () =>
      this.#handle(event).catch((err: unknown) => {
        this.#options.logger.warn({ err }, 'an event was not delivered; the store is checked for it later');
      }),
    );
  }

  async #handle(event: BusEvent): Promise<void> {
    const { conversation, seq, type, user } = event;
    const known = this.#known.get(conversation);
    if (type === 'message' && known !== undefined && seq <= known) return;
    const members = await this.#options.store.read(() => membersOf(conversation));
    const here = members.filter((member) => this.#feeds.has(member.user_id));
    if (type === 'message') {
      if (here.length > 0) await this.#deliverMessages(conversation, known, seq, members);
      this.#known.set(conversation, seq);
    } else if (type === 'message.updated') {
      const rows = here.length > 0 ? await this.#between(conversation, seq - 1, seq, 0) : [];
      for (const message of rows) this.#deliver(here, message.seq, messageEvent({ message, members }, type));
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
      const event = messageEvent({ message, members }, 'message');
      for (const member of members)
        if (message.seq > member.joined_seq)
          for (const feed of this.#feeds.of(member.user_id))
            if (message.created_at >= feed.since) feed.pushMessage(conversation, message.seq, event);
    }
  }

  #deliver(members: readonly MemberRow[], seq: number, event: FeedEvent): void {
    for (const member of members)
      if (seq > member.joined_seq) for (const feed of this.#feeds.of(member.user_id)) feed.push(event);
  }

  #between(conversation: string, after: number, upTo: number, since: number): Promise<readonly MessageRow[]> {
    return this.#options.store.read(() => messagesBetween(conversation, after, upTo, since));
  }
}
