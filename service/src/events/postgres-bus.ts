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
 * The events of a notification. Events of an unknown type are skipped: during an update, a later version may send them.
 * @throws Error when the notification is not from this service: any client of the database can send one
 */
const eventsOf = (text: string): readonly BusEvent[] =>
  payload
    .parse(JSON.parse(text))
    .filter(({ type }) => types.has(type))
    .map((event) => busEvent.parse(event));

export interface PostgresBusOptions {
  readonly url: string;
  readonly onError: (error: Error) => void;
  /** Called for a notification on the channel that is not from this service. */
  readonly onForeign?: (error: Error) => void;
}

/** Splits events into payloads that PostgreSQL accepts. */
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
 * The bus between replicas: LISTEN and NOTIFY on its own connection. Notifications are sent in batches after the
 * commit. Inside the transaction they would make every commit wait for the one before. A notification can therefore be
 * lost with its process; receivers notice the gap in `seq`, or find the message when they check the store.
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
    // Other replicas find in the store what cannot be sent now.
    if (!client) return;
    const query = { name: 'notify', text: 'SELECT pg_notify($1, $2)' };
    const sent = payloads(events).map((text) => client.query({ ...query, values: [channel, text] }));
    await Promise.all(sent).catch(this.#options.onError);
  }

  async #connect(): Promise<void> {
    const { onError, url } = this.#options;
    const client = new pg.Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: 3000 });
    client.once('end', () => {
      this.#reconnect(client);
    });
    client.on('error', (error) => {
      onError(error);
      this.#reconnect(client);
    });
    client.on('notification', ({ payload: text = '' }) => {
      this.#receive(text);
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
      this.#client = client;
      this.#pauseMs = firstPauseMs;
      for (const listener of this.#gapListeners) listener();
    } catch (error) {
      onError(error instanceof Error ? error : new Error(String(error)));
      this.#reconnect(client);
    }
  }

  #receive(text: string): void {
    let events: readonly BusEvent[] = [];
    try {
      events = eventsOf(text);
    } catch (cause) {
      // Not thrown: an error here would end the process, and every replica receives the same notification.
      this.#options.onForeign?.(new Error('the notification is not from this service', { cause }));
    }
    for (const event of events) for (const listener of this.#listeners) listener(event);
  }

  /** Reconnects with growing pauses. One lost connection may report `error` and `end`; the second one is ignored. */
  #reconnect(client: pg.Client): void {
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
