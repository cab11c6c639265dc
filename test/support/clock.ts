import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call, type Ended } from './call.ts';

const original = new URL('../fixtures/clock/', import.meta.url).pathname;

/** Gates of the clock's that need the open internet; where it is in reach they pass. */
export const online = ['audit', 'scan-vulnerabilities'];
/** Gates of the clock's that pass on any machine. */
export const offline = ['lint', 'semgrep', 'test', 'image', 'scan-config', 'scan-secrets', 'smoke'];

/**
 * A copy of a service that shares nothing with the messenger: plain JavaScript, no framework, no database, no
 * `pipeline.json`, another port and health path, a Dockerfile and manifests elsewhere, other names in these.
 */
export class Clock implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'clock-'));
  readonly #source = join(this.#folder, 'source');

  constructor() {
    cpSync(original, this.#source, { recursive: true });
  }

  /** Calls the module for this service; its Dockerfile, port and health path are found. A later flag takes an earlier one's place. */
  call(flags: Readonly<Record<string, string>>, ...rest: readonly string[]): Promise<Ended> {
    const all = {
      '--source': this.#source,
      '--manifests': 'deploy/kubernetes',
      '--conversation': join(this.#source, 'checks/ask.mjs'),
      ...flags,
    };
    return call(...Object.entries(all).flat(), ...rest);
  }

  /** Puts a file into the copy. */
  write(path: string, content: string): this {
    writeFileSync(join(this.#source, path), content);
    return this;
  }

  /** A place beside the source, for what a call leaves. */
  beside(name: string): string {
    return join(this.#folder, name);
  }

  /** Puts the copy under one commit, whose id it answers. */
  commit(): string {
    const git = (...args: readonly string[]): string =>
      execFileSync('git', ['-C', this.#source, '-c', 'user.name=n', '-c', 'user.email=e', ...args], {
        encoding: 'utf8',
      });
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'first');
    return git('rev-parse', 'HEAD').trim();
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
