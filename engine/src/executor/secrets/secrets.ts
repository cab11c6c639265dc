import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ScrubStream } from './scrub-stream.ts';
import type { SecretValue } from '../common/values.ts';

/** A text shorter than this is not scrubbed, in characters: it would tear holes into every log. */
const scrubFromLength = 4;
/** A line of a longer secret shorter than this is not scrubbed by itself, in characters: `kind: Config` is no secret. */
const scrubLineFromLength = 20;

/**
 * The texts of a session's secrets. They live in this process alone; elsewhere a secret is its name and a keyed digest.
 */
export class Secrets {
  readonly #texts = new Map<string, string>();
  readonly #salt: Buffer;

  /** @param folder Where the key of the digests is kept, readable by its owner only; made at first use. */
  constructor(folder: string) {
    this.#salt = saltIn(folder);
  }

  /** Registers a text and answers what stands for it. */
  add(name: string, text: string): SecretValue {
    const key = createHmac('sha256', this.#salt).update(`${name}\0${text}`).digest('hex');
    this.#texts.set(key, text);
    return { name, key };
  }

  /** The text of a secret. Throws when it belongs to another session. */
  text(secret: SecretValue): string {
    const text = this.#texts.get(secret.key);
    if (text === undefined)
      throw new Error(`the secret ${secret.name} is not known in this session: give it again`);
    return text;
  }

  /** A text with every secret in it, and every long line of one, replaced by `***`. */
  scrub(text: string): string {
    return this.#hidden().reduce((clean, hidden) => clean.replaceAll(hidden, '***'), text);
  }

  /** The same for a stream of bytes, whatever pieces it comes in. */
  scrubStream(): ScrubStream {
    return new ScrubStream(this.#hidden());
  }

  /** Longest first, so that nothing is left of one that has another in it. */
  #hidden(): string[] {
    const found = [...this.#texts.values()].flatMap((text) => [
      ...[text.trim()].filter((whole) => whole.length >= scrubFromLength),
      ...text
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line.length >= scrubLineFromLength),
    ]);
    return [...new Set(found)].sort((a, b) => b.length - a.length);
  }
}

function saltIn(folder: string): Buffer {
  const file = join(folder, 'secret-salt');
  try {
    writeFileSync(file, randomBytes(32), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readFileSync(file);
}
