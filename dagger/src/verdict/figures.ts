/** Types of numbers and texts in JSON documents. Their tags become constraints in the JSON schemas. */

/**
 * How many there are.
 * @asType integer
 * @minimum 0
 */
export type Count = number;

/**
 * A length of time, or a moment counted from the start of a run.
 * @minimum 0
 */
export type Milliseconds = number;

/**
 * A number of times in a second.
 * @minimum 0
 */
export type PerSecond = number;

/**
 * A line or column, counted from 1.
 * @asType integer
 * @minimum 1
 */
export type Position = number;

/**
 * The code that a process ended with.
 * @asType integer
 */
export type ExitCode = number;

/**
 * A share in per cent.
 * @minimum 0
 * @maximum 100
 */
export type Percent = number;

/**
 * A moment (RFC 3339).
 * @format date-time
 */
export type Moment = string;

/**
 * A day as YYYY-MM-DD (RFC 3339, full-date).
 * @format date
 */
export type Day = string;

/**
 * A text that is not empty.
 * @minLength 1
 */
export type Name = string;

/**
 * A text that is not blank.
 * @pattern \S
 */
export type Text = string;

/**
 * `sha256:` and 64 hexadecimal digits.
 * @pattern ^sha256:[0-9a-f]{64}$
 */
export type Digest = string;
