import { randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { z } from 'zod';

const recordEnding = '.json';

/**
 * Small facts by kind and digest, one JSON file each: recipes, results of commands, trees. A record that cannot be read,
 * or has another shape than the reader expects (an older version wrote it), counts as absent.
 */
export class RecordStore {
  readonly #folder: string;

  /** @param folder Where records are kept; made when it is not there. */
  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** The record, or undefined when there is none of that shape. */
  get<Value>(kind: string, digest: string, shape: z.ZodType<Value>): Value | undefined {
    const place = this.#path(kind, digest);
    let text: string;
    try {
      text = readFileSync(place, 'utf8');
      const now = new Date();
      utimesSync(place, now, now);
    } catch {
      return undefined;
    }
    try {
      return shape.parse(JSON.parse(text));
    } catch {
      return undefined;
    }
  }

  /** Writes a record, whole or not at all. */
  put(kind: string, digest: string, value: unknown): void {
    const place = this.#path(kind, digest);
    mkdirSync(dirname(place), { recursive: true });
    const draft = `${place}.${randomUUID()}`;
    writeFileSync(draft, JSON.stringify(value), { mode: 0o600 });
    renameSync(draft, place);
  }

  /** Forgets a record. */
  delete(kind: string, digest: string): void {
    rmSync(this.#path(kind, digest), { force: true });
  }

  /** The records of a kind, and when each was last used, in milliseconds since 1970. */
  list(kind: string): { readonly digest: string; readonly usedMs: number }[] {
    return this.#files(kind).map((name) => ({
      digest: name.slice(0, -recordEnding.length),
      usedMs: statSync(join(this.#folder, kind, name)).mtimeMs,
    }));
  }

  /** The texts of all records of any kind. */
  *texts(): Generator<string> {
    for (const kind of readdirSync(this.#folder))
      for (const name of this.#files(kind)) yield readFileSync(join(this.#folder, kind, name), 'utf8');
  }

  #files(kind: string): string[] {
    const folder = join(this.#folder, kind);
    return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(recordEnding)) : [];
  }

  #path(kind: string, digest: string): string {
    return join(this.#folder, kind, `${digest}${recordEnding}`);
  }
}
