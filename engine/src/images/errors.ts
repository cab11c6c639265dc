/** The facts of an {@link ImageUnavailable}. */
export interface ImageUnavailableFacts {
  /** The reference that was asked for. */
  readonly reference: string;
  /**
   * The reason:
   * `invalid-reference`, the text is no image reference;
   * `no-recipe`, no registry answers and nothing here makes this image;
   * `registry-refused`, the registry answers and does not give it (a rate limit, an error, an unknown manifest);
   * `own-image`, it is an image of this machine that no registry gave;
   * `not-made`, its recipe failed;
   * `not-set-up`, something that making it needs is missing on this machine.
   */
  readonly code:
    'invalid-reference' | 'no-recipe' | 'registry-refused' | 'own-image' | 'not-made' | 'not-set-up';
  /** The event, in a sentence without the image's name. */
  readonly reason: string;
  /** The next step, in a sentence. */
  readonly next: string;
  /** The error under it, when there is one. */
  readonly cause?: unknown;
}

/** An image that a stage needs cannot be had on this machine: the stage is `unavailable`, never green. */
export class ImageUnavailable extends Error {
  override readonly name = 'ImageUnavailable';
  readonly reference: string;
  readonly code: ImageUnavailableFacts['code'];
  readonly reason: string;
  readonly next: string;

  constructor({ reference, code, reason, next, cause }: ImageUnavailableFacts) {
    super(`${reference}: ${reason}. ${next}`, cause === undefined ? undefined : { cause });
    this.reference = reference;
    this.code = code;
    this.reason = reason;
    this.next = next;
  }
}

/** Making an image failed. Its reader knows the image's name and turns it into an {@link ImageUnavailable}. */
export class ImageNotMade extends Error {
  override readonly name = 'ImageNotMade';
  /** `not-set-up` when something is missing on this machine, `failed` when a program ran and did not succeed. */
  readonly kind: 'not-set-up' | 'failed';
  /** The output of what failed; empty when nothing ran. */
  readonly output: string;

  constructor(kind: 'not-set-up' | 'failed', message: string, output = '') {
    super(message);
    this.kind = kind;
    this.output = output;
  }
}
