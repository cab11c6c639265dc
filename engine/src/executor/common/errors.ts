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

/** A request that cannot be served. The message says what was found, what was expected and what to do. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** Docker's HTTP status of an error of its client, or undefined for any other error. */
export function dockerStatus(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}

/** An error that says that the daemon is not there (any more), and what to do. */
export function daemonGone(what: string, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new Error(
    `${what} (${reason}); start it, or let \`npm run setup\` install and start one, and run again: what is done is kept`,
    { cause },
  );
}

/** The codes of a broken connection (errno(3), and Node's own for a peer that hangs up in an answer). */
const connectionCodes = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'ETIMEDOUT',
  'ERR_STREAM_PREMATURE_CLOSE',
];

/** An error as a reader can act on it: a daemon that died and a disk that is full are told as such. */
export function explainedError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof ExecFailed || error instanceof Refused) return error;
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || /no space left on device/i.test(error.message)) {
    return new Refused(
      `the disk is full (${error.message}); free some space, by \`npm run call -- prune\` for one, and run again: what is done is kept`,
      { cause: error },
    );
  }
  const lostSocket = code === 'ENOENT' && syscall === 'connect';
  if (lostSocket || (code !== undefined && connectionCodes.includes(code)))
    return daemonGone('the Docker daemon stopped answering', error);
  return error;
}

/** Turns Docker's 404 of an image into {@link ImageGone}. */
export function goneOr(image: string): (error: unknown) => never {
  return (error) => {
    throw dockerStatus(error) === 404 ? new ImageGone(image) : error;
  };
}
