import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Names } from '../docker/names.ts';
import { hasEnded, ownName } from '../docker/owner.ts';

/** The owner and permissions of a secret's file. */
export interface SecretAccess {
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

/** A file system in memory, where there is one. */
function place(): string {
  return existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
}

/** The secrets of one command, as files that never reach a disk where there is a file system in memory. */
export class SecretFiles {
  readonly #names: Names;
  #folder: string | undefined;
  #count = 0;

  /** @param names How the folder is named; it is made with the first file, open to this user alone. */
  constructor(names: Names) {
    this.#names = names;
  }

  /** Writes a text and answers where it stands. */
  write(text: string, { uid, gid, mode }: SecretAccess): string {
    this.#folder ??= mkdtempSync(
      join(place(), `${this.#names.secretsPrefix}${encodeURIComponent(ownName())}-`),
    );
    const file = join(this.#folder, String(this.#count++));
    writeFileSync(file, text, { mode: 0o600 });
    if (uid !== process.getuid?.() || gid !== process.getgid?.()) chownSync(file, uid, gid);
    // Last, and apart from the writing: the process's umask has no say in it.
    chmodSync(file, mode);
    return file;
  }

  /** Removes them all. */
  remove(): void {
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = undefined;
  }
}

/** Removes the secrets of runs that were killed. */
export function removeLeftSecrets({ secretsPrefix }: Names): void {
  for (const name of readdirSync(place()).filter((item) => item.startsWith(secretsPrefix))) {
    const owner = name.slice(secretsPrefix.length, name.lastIndexOf('-'));
    if (hasEnded(decodeURIComponent(owner))) rmSync(join(place(), name), { recursive: true, force: true });
  }
}
