import { z } from 'zod';

export interface SseEvent {
  readonly event: string;
  readonly data: unknown;
  readonly id: string | undefined;
}

const field = (block: string, name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1];

/** Reads server-sent events from an answer, one by one, each within a deadline. */
export function readEvents(response: Response, deadlineMs = 5000) {
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
        return { event, data: JSON.parse(field(block, 'data') ?? 'null'), id: field(block, 'id') };
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
    /** The next event of a kind; others before it are passed over. */
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

/** The number of a message event. */
export const seqOf = ({ data }: SseEvent): number => z.object({ seq: z.int() }).parse(data).seq;
