import { z } from 'zod';

/** A notice of a change, small enough to send to every replica. Each replica reads the change itself from the store. */
export const busEvent = z.object({
  type: z.enum(['message', 'message.updated', 'read', 'typing']),
  conversation: z.string(),
  seq: z.int(),
  /** The user who reads or types; absent for messages, whose row has the sender. */
  user: z.string().optional(),
});
export type BusEvent = Readonly<z.infer<typeof busEvent>>;

/** Sends events to every replica, this process included. */
export interface Bus {
  publish(event: BusEvent): void;
  /** Calls the listener for every event from now on. */
  onEvent(listener: (event: BusEvent) => void): void;
  /** Calls the listener when events may have been missed, so that it can look in the store. */
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
