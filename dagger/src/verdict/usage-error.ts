/** The arguments, the source or `pipeline.json` are wrong. The caller has to fix them before anything runs. Exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
  /** One sentence: what to do about it; empty where the message says it. */
  readonly next: string;

  constructor(message: string, next = '') {
    super(message);
    this.next = next;
  }
}
