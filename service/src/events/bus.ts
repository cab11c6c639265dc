import { z } from 'zod';

/** Something that happened, small enough for every replica to hear of; what it is about is read from the store. */
export const busEvent = z.object({
  type: z.enum(['message', 'message.updated', 'read', 'typing']),
  conversation: z.string(),
  seq: z.int(),
  /** Who read or types; absent for messages, which say it themselves. */
  user: z.string().optional(),
});
export type BusEvent = Readonly<z.infer<typeof busEvent>>;

/** Carries events to every process that serves, this one too. */
export interface Bus {
  publish(event: BusEvent): void;
  /** Hears every event from now on. */
  onEvent(listener: (event: BusEvent) => void): void;
  /** Hears that events may have been missed, and are to be looked for in the store. */
  onGap(listener: () => void): void;
  close(): Promise<void>;
}

/** The bus of a single process. */
export function createLocalBus(): Bus {
  const listeners: ((event: BusEvent) => void)[] = [];
  return {
    publish: (event) => {
      for (const listener of listeners) listener(event);
    },
    onEvent: (listener) => {
      listeners.push(listener);
    },
    onGap: () => undefined,
    close: () => Promise.resolve(),
  };
}
