import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const repository = new URL('../../', import.meta.url).pathname;

/** The messenger in a checkout of its own, with the few gates that a test needs, so that each deployment is short. */
export class Checkout implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'checkout-'));

  /** @param gates Gates of its `pipeline.json`. */
  constructor(gates: readonly string[] = ['image']) {
    this.#git('clone', '--quiet', repository, this.folder);
    const file = join(this.folder, 'pipeline.json');
    const configuration = z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(file, 'utf8')));
    writeFileSync(file, JSON.stringify({ ...configuration, gates }));
  }

  /** Replaces a piece of a file. Throws when it is not there: the test would break nothing. */
  replace(path: string, piece: string, by: string): this {
    const text = readFileSync(join(this.folder, path), 'utf8');
    if (!text.includes(piece)) throw new Error(`${path} has no ${piece}`);
    writeFileSync(join(this.folder, path), text.replace(piece, by));
    return this;
  }

  /** Makes the gate codeql unavailable, on every machine. */
  withoutCodeqlLicence(): this {
    return this.replace(
      'pipeline.json',
      '"codeqlLicenceAcknowledged":true',
      '"codeqlLicenceAcknowledged":false',
    );
  }

  /** Commits what was changed: only a clean tree is published. Answers the commit's id. */
  commit(): string {
    const who = ['-c', 'user.name=test', '-c', 'user.email=test@example.com'];
    this.#git(...who, 'commit', '--quiet', '--all', '--message=test', '--no-gpg-sign');
    return this.#git('rev-parse', 'HEAD');
  }

  /** When HEAD was committed, in milliseconds since 1970. */
  get committedMs(): number {
    return Number(this.#git('log', '-1', '--format=%ct')) * 1000;
  }

  #git(...args: readonly string[]): string {
    return execFileSync('git', args, { cwd: this.folder, encoding: 'utf8' }).trim();
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
