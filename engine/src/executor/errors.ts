/** A command that ended otherwise than expected: what the SDK knows as ExecError. */
export class ExecFailed extends Error {
  override readonly name = 'ExecFailed';
  readonly command: readonly string[];
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;

  /** @param facts The command, its exit code and what it printed, secrets already scrubbed. */
  constructor(facts: {
    command: readonly string[];
    exitCode: number;
    stdout: string;
    stderr: string;
    hint?: string | undefined;
  }) {
    const hint = facts.hint === undefined ? '' : ` (${facts.hint})`;
    super(
      `process "${facts.command.join(' ')}" did not complete successfully: exit code: ${facts.exitCode}${hint}`,
    );
    this.command = facts.command;
    this.exitCode = facts.exitCode;
    this.stdout = facts.stdout;
    this.stderr = facts.stderr;
  }
}

/** An image of the cache that Docker no longer has: somebody pruned it. Whoever meets this evaluates again. */
export class ImageGone extends Error {
  override readonly name = 'ImageGone';
  readonly image: string;

  /** @param image The id that Docker does not know. */
  constructor(image: string) {
    super(`the image ${image} is gone from Docker`);
    this.image = image;
  }
}

/** What was asked for cannot be: the message says what, what was expected and what to do. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** Docker's HTTP status of an error of its client, or undefined for any other error. */
export function dockerStatus(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}
