import { z } from 'zod';
import { Message } from '../src/http/schemas.ts';
import { ContractBroken } from './conformance.ts';

export interface SseEvent {
  readonly event: string;
  readonly data: unknown;
  readonly id: string | undefined;
}

const mark = z.strictObject({ conversation_id: z.uuid(), user_id: z.uuid() });
const time = z.string().regex(/^\d{13}$/);
const none = z.undefined();

/** The documented events: the data of each, and whether a client can resume after it. */
const events = {
  message: z.object({ data: Message.strict(), id: time }),
  'message.updated': z.object({ data: Message.strict(), id: none }),
  read: z.object({ data: mark.extend({ last_read_seq: z.int().min(0) }), id: none }),
  typing: z.object({ data: mark, id: none }),
  ready: z.object({ data: z.strictObject({ resync: z.boolean() }), id: time }),
  bye: z.object({ data: z.strictObject({}), id: none }),
};
const nameOf = z.enum(['message', 'message.updated', 'read', 'typing', 'ready', 'bye']);

/** Checks that an event is documented. @throws ContractBroken */
function promised(event: SseEvent): SseEvent {
  const name = nameOf.safeParse(event.event);
  const { error } = name.success ? events[name.data].safeParse(event) : name;
  if (error) throw new ContractBroken(`the event ${JSON.stringify(event)}: ${error.message}`);
  return event;
}

const field = (block: string, name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1];

/** Reads server-sent events from a response, one by one, each within a deadline. */
export function readEvents(response: Response, deadlineMs = 60_000) {
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = '';
  const next = async (): Promise<SseEvent | undefined> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const block = text.slice(0, end);
        text = text.slice(end + 2);
        const event = field(block, 'event');
        if (event === undefined) continue;
        const data: unknown = JSON.parse(field(block, 'data') ?? 'null');
        return promised({ event, data, id: field(block, 'id') });
      }
      const { done, value } = await reader.read();
      if (done) return undefined;
      text += decoder.decode(value, { stream: true });
    }
  };
  const inTime = async <T>(work: Promise<T>): Promise<T> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`no event within ${String(deadlineMs)} ms`));
      }, deadlineMs);
    });
    return Promise.race([work, late]).finally(() => {
      clearTimeout(timer);
    });
  };
  return {
    /** The next event; undefined when the stream has ended. */
    next: () => inTime(next()),
    /** The next event with a name; others before it are skipped. */
    async until(kind: string): Promise<SseEvent> {
      for (;;) {
        const event = await inTime(next());
        if (!event) throw new Error(`the stream ended before ${kind}`);
        if (event.event === kind) return event;
      }
    },
    close: () => reader.cancel(),
  };
}

/** The seq of a message event. */
export const seqOf = ({ data }: SseEvent): number => z.object({ seq: z.int() }).parse(data).seq;
