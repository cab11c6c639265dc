/** A fault of a module or its project, which the caller can fix. */
export class ModuleError extends Error {
  override readonly name = 'ModuleError';
  /** The next step, in a sentence. */
  readonly next: string;

  /** @param message What is wrong: what was expected, what was found. */
  constructor(message: string, next: string, options?: ErrorOptions) {
    super(message, options);
    this.next = next;
  }
}

/** A function of the module threw. Message and extensions are those of its error, kept whole. */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
  /** GraphQL extensions: with `_type: EXEC_ERROR` also `cmd`, `exitCode`, `stdout` and `stderr`. */
  readonly extensions: Readonly<Record<string, unknown>>;

  constructor(message: string, extensions: Readonly<Record<string, unknown>>) {
    super(message);
    this.extensions = extensions;
  }
}
