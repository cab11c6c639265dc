import { createHash, randomUUID } from 'node:crypto';
import {
  chmodSync,
  constants,
  copyFileSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const draftPrefix = 'draft-';

/** A draft to which nothing was added for so long is abandoned, in milliseconds. */
const longestWriteMs = 3_600_000;

/** The digest and size of a stored content. */
export interface Blob {
  /** SHA-256 of the content, in hexadecimal. */
  readonly digest: string;
  readonly sizeBytes: number;
}

/**
 * File contents by their SHA-256. A content is written beside its place and renamed into it, so that a reader, another
 * process or a full disk never sees half of one.
 */
export class ContentStore {
  readonly #folder: string;

  /** @param folder Where contents are kept; made when it is not there. */
  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }

  /** Stores a content that is in memory. */
  put(content: Buffer | string): Blob {
    const data = typeof content === 'string' ? Buffer.from(content) : content;
    const blob = { digest: createHash('sha256').update(data).digest('hex'), sizeBytes: data.length };
    const place = this.path(blob.digest);
    if (existsSync(place)) return blob;
    mkdirSync(dirname(place), { recursive: true });
    const draft = this.#draft();
    try {
      writeFileSync(draft, data);
      renameSync(draft, place);
    } finally {
      rmSync(draft, { force: true });
    }
    return blob;
  }

  /** Stores a content of any size as it arrives. */
  async putStream(content: Readable): Promise<Blob> {
    const draft = this.#draft();
    const hash = createHash('sha256');
    let sizeBytes = 0;
    const measure = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        sizeBytes += chunk.length;
        done(null, chunk);
      },
    });
    try {
      await pipeline(content, measure, createWriteStream(draft));
      const blob = { digest: hash.digest('hex'), sizeBytes };
      const place = this.path(blob.digest);
      mkdirSync(dirname(place), { recursive: true });
      renameSync(draft, place);
      return blob;
    } finally {
      rmSync(draft, { force: true });
    }
  }

  /** Whether the content is there (another process may have pruned it). */
  has(digest: string): boolean {
    return existsSync(this.path(digest));
  }

  /** Reads a whole content. Throws ENOENT when it was pruned. */
  read(digest: string): Buffer {
    return readFileSync(this.path(digest));
  }

  /** Reads a content as a stream. */
  stream(digest: string): Readable {
    return createReadStream(this.path(digest));
  }

  /** The file that holds a content; never to be written to. */
  path(digest: string): string {
    return join(this.#folder, digest.slice(0, 2), digest.slice(2));
  }

  /** A file that holds a content, for those who cannot give it permissions themselves; never to be written to. */
  fileOf(digest: string, { executable }: { readonly executable: boolean }): string {
    const place = this.path(digest);
    if (!executable) return place;
    const copy = `${place}.x`;
    if (existsSync(copy)) return copy;
    const draft = this.#draft();
    copyFileSync(place, draft, constants.COPYFILE_FICLONE);
    chmodSync(draft, 0o755);
    renameSync(draft, copy);
    return copy;
  }

  /**
   * Removes every other content, and what writers that were killed have left. No one may write meanwhile but a run that has just
   * begun: its drafts are young.
   */
  keepOnly(digests: ReadonlySet<string>): void {
    for (const folder of readdirSync(this.#folder)) {
      const place = join(this.#folder, folder);
      if (folder.startsWith(draftPrefix)) removeAbandoned(place);
      else
        for (const name of readdirSync(place)) {
          const digest = folder + name.replace(/\.x$/, '');
          if (!digests.has(digest)) rmSync(join(place, name), { force: true });
        }
    }
  }

  #draft(): string {
    return join(this.#folder, draftPrefix + randomUUID());
  }
}

/** Removes a draft that nobody can be writing any more. */
function removeAbandoned(draft: string): void {
  const writtenMs = statSync(draft, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
  if (Date.now() - writtenMs > longestWriteMs) rmSync(draft, { force: true });
}
