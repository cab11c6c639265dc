import pg from 'pg';
import { z } from 'zod';
import { busEvent, type Bus, type BusEvent } from './bus.ts';

const channel = 'messenger';
/** PostgreSQL refuses a payload of 8000 bytes or more. */
const maxPayloadBytes = 7500;
const firstPauseMs = 50;
const maxPauseMs = 5000;

const payload = z.array(z.looseObject({ type: z.string() }));
const types: ReadonlySet<string> = new Set(busEvent.shape.type.options);

/**
 * The events of a notification. Those of a kind that only a later version knows are passed over: it runs beside this one
 * during an update. @throws when the notification is none of ours: everybody on the database can send one
 */
const eventsOf = (text: string): readonly BusEvent[] =>
  payload
    .parse(JSON.parse(text))
    .filter(({ type }) => types.has(type))
    .map((event) => busEvent.parse(event));

export interface PostgresBusOptions {
  readonly url: string;
  readonly onError: (error: Error) => void;
  /** Told of a notification on our channel that is none of ours. */
  readonly onForeign?: (error: Error) => void;
}

/** Cuts events into payloads that PostgreSQL takes. */
export function payloads(events: readonly BusEvent[]): readonly string[] {
  const texts = events.map((event) => JSON.stringify(event));
  const done: string[] = [];
  let part: string[] = [];
  let size = 2;
  for (const text of texts) {
    if (size + text.length + 1 > maxPayloadBytes) {
      done.push(`[${part.join(',')}]`);
      part = [];
      size = 2;
    }
    part.push(text);
    size += text.length + 1;
  }
  if (part.length > 0) done.push(`[${part.join(',')}]`);
  return done;
}

/**
 * The bus between replicas: LISTEN and NOTIFY on one connection of its own. Notifications are sent after the commit
 * and several at a time, not inside the transaction: there they would make every commit wait for the one before. So
 * one can be lost with its process, and none is ever trusted alone: numbers without gaps show what is missing.
 */
export class PostgresBus implements Bus {
  readonly #options: PostgresBusOptions;
  readonly #listeners: ((event: BusEvent) => void)[] = [];
  readonly #gapListeners: (() => void)[] = [];
  #client: pg.Client | undefined;
  #closed = false;
  #pauseMs = firstPauseMs;
  #timer: NodeJS.Timeout | undefined;
  #outgoing: BusEvent[] = [];

  constructor(options: PostgresBusOptions) {
    this.#options = options;
    void this.#connect();
  }

  publish(event: BusEvent): void {
    this.#outgoing.push(event);
    if (this.#outgoing.length === 1) setImmediate(() => void this.#flush());
  }

  onEvent(listener: (event: BusEvent) => void): void {
    this.#listeners.push(listener);
  }

  onGap(listener: () => void): void {
    this.#gapListeners.push(listener);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#flush();
    await this.#client?.end();
  }

  async #flush(): Promise<void> {
    const events = this.#outgoing;
    this.#outgoing = [];
    const client = this.#client;
    // What cannot be sent now is found by the others in the store.
    if (!client) return;
    const query = { name: 'notify', text: 'SELECT pg_notify($1, $2)' };
    const sent = payloads(events).map((text) => client.query({ ...query, values: [channel, text] }));
    await Promise.all(sent).catch(this.#options.onError);
  }

  async #connect(): Promise<void> {
    const { onError, url } = this.#options;
    const client = new pg.Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: 3000 });
    client.once('end', () => {
      this.#lost(client);
    });
    client.on('error', (error) => {
      onError(error);
      this.#lost(client);
    });
    client.on('notification', ({ payload: text = '' }) => {
      this.#hear(text);
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
      this.#client = client;
      this.#pauseMs = firstPauseMs;
      for (const listener of this.#gapListeners) listener();
    } catch (error) {
      onError(error instanceof Error ? error : new Error(String(error)));
      this.#lost(client);
    }
  }

  #hear(text: string): void {
    let events: readonly BusEvent[] = [];
    try {
      events = eventsOf(text);
    } catch (cause) {
      // Thrown on from here it would end the process, and every replica hears the same.
      this.#options.onForeign?.(new Error('not a notification of ours', { cause }));
    }
    for (const event of events) for (const listener of this.#listeners) listener(event);
  }

  /** Tries again, ever more slowly; a connection can be lost more than once by its own account. */
  #lost(client: pg.Client): void {
    if (this.#client !== undefined && this.#client !== client) return;
    this.#client = undefined;
    if (this.#closed || this.#timer) return;
    client.end().catch(this.#options.onError);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#connect();
    }, this.#pauseMs);
    this.#pauseMs = Math.min(this.#pauseMs * 2, maxPauseMs);
  }
}
