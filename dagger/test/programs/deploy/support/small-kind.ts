import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const program = new URL('../fixtures/kind.js', import.meta.url).pathname;

/** What a small kind begins with; see the program. */
export interface KindState {
  readonly clusters?: Readonly<Record<string, 'made' | 'broken'>>;
  readonly slow?: number;
  readonly sticky?: number;
  readonly kubeconfig?: string;
  readonly mute?: boolean;
}

/** A program `kind` in a folder of its own, whose clusters are names. */
export class SmallKind implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'kind-'));
  readonly #state = join(this.folder, 'state.json');
  /** An environment in which `kind` is this one. */
  readonly env = { ...process.env, PATH: `${this.folder}${delimiter}${process.env['PATH'] ?? ''}` };

  constructor(state: KindState = {}) {
    const none = { clusters: {}, slow: 0, sticky: 0, kubeconfig: '', mute: false };
    writeFileSync(this.#state, JSON.stringify({ ...none, ...state }));
    const script = `#!/bin/sh\nexec '${process.execPath}' '${program}' '${this.#state}' "$@"\n`;
    writeFileSync(join(this.folder, 'kind'), script, { mode: 0o755 });
  }

  /** The clusters that stand, and how. */
  get clusters(): unknown {
    return (JSON.parse(readFileSync(this.#state, 'utf8')) as { clusters: unknown }).clusters;
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true });
  }
}
