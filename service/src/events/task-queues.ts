/** Runs tasks of the same key one after another, in the order in which they were added. */
export class TaskQueues {
  /** The last task of each key; the next one starts after it. */
  readonly #last = new Map<string, Promise<void>>();

  /** @param task must not reject */
  add(key: string, task: () => Promise<void>): void {
    const ended = (this.#last.get(key) ?? Promise.resolve()).then(task).finally(() => {
      if (this.#last.get(key) === ended) this.#last.delete(key);
    });
    this.#last.set(key, ended);
  }
}
