import type { RecordStore } from '../store/records.ts';
import { callShape, idOf, typeOfId, type Argument, type Call } from './call.ts';

/** An id that the graph does not know: never made here, or pruned. */
export class UnknownId extends Error {
  /** @param id What was asked for. */
  constructor(id: string) {
    super(
      `no object with the id ${id.slice(0, 80)} is known: it was made elsewhere, or pruned; run the function that makes it again`,
    );
    this.name = 'UnknownId';
  }
}

const recordKind = 'call';

/**
 * All calls of a session by id, and those of earlier sessions whose ids were handed out. Nothing runs here.
 */
export class Graph {
  readonly #calls = new Map<string, Call>();
  readonly #saved = new Set<string>();
  readonly #records: RecordStore;

  /** @param records Where calls are kept for later sessions. */
  constructor(records: RecordStore) {
    this.#records = records;
  }

  /** Adds a call, once however often it is asked for, and answers its id. */
  add(call: Call): string {
    const id = idOf(call);
    if (!this.#calls.has(id)) this.#calls.set(id, call);
    return id;
  }

  /** The call behind an id. Throws {@link UnknownId}. */
  get(id: string): Call {
    const known = this.#calls.get(id);
    if (known) return known;
    const digest = digestPart(id);
    const saved = digest === undefined ? undefined : this.#records.get(recordKind, digest, callShape);
    if (!saved || idOf(saved) !== id) throw new UnknownId(id);
    this.#calls.set(id, saved);
    this.#saved.add(id);
    return saved;
  }

  /** Keeps a call and all that it rests on, because its id leaves the session (in a cached result, say). */
  save(id: string): void {
    const digest = digestPart(id);
    if (digest === undefined || this.#saved.has(id)) return;
    this.#saved.add(id);
    const call = this.get(id);
    for (const input of inputsOf(call)) this.save(input);
    this.#records.put(recordKind, digest, call);
  }
}

/** The ids of the objects that a call rests on: its receiver and the objects among its arguments. */
export function inputsOf(call: Call): string[] {
  const found = call.receiver === undefined ? [] : [call.receiver];
  const visit = (value: Argument | undefined): void => {
    if (typeof value === 'string') {
      if (typeOfId(value) !== undefined) found.push(value);
    } else if (typeof value === 'object' && value !== null) {
      for (const item of Object.values(value)) visit(item);
    }
  };
  visit(call.arguments);
  return found;
}

function digestPart(id: string): string | undefined {
  return typeOfId(id) === undefined ? undefined : id.slice(id.indexOf('@') + 1);
}
