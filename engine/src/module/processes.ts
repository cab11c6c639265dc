import type { ModuleProcess } from './process.ts';

/**
 * Processes of modules that wait for their next session. Loading a module takes seconds, which a caller of several
 * command lines spends once.
 */
export class ModuleProcesses {
  readonly #idle = new Map<string, ModuleProcess[]>();

  /**
   * A process of a module, kept or new.
   *
   * @param code Digest of all that such a process has loaded.
   * @param start Starts one, where none waits.
   */
  take(code: string, start: () => ModuleProcess): ModuleProcess {
    const waiting = this.#idle.get(code) ?? [];
    for (let kept = waiting.pop(); kept !== undefined; kept = waiting.pop()) {
      if (kept.idle) return kept;
    }
    return start();
  }

  /** Keeps a process for the next session. Its module must not do anything any more. */
  keep(code: string, process: ModuleProcess): void {
    this.#idle.set(code, [...(this.#idle.get(code) ?? []), process]);
  }

  /** Ends those that wait. */
  async close(): Promise<void> {
    const waiting = [...this.#idle.values()].flat();
    this.#idle.clear();
    await Promise.all(waiting.map((process) => process.close()));
  }
}
