/** What the program `dagger/programs/attempt/attempt.js` is told. */
export interface AttemptSettings {
  readonly command: readonly string[];
  /** Seconds after which the command is ended. */
  readonly seconds: number;
  /** Exit codes that are an answer. */
  readonly codes: readonly number[];
  /** What the output of an answer holds. Default: anything. */
  readonly says?: string | undefined;
  /** What the output of a breakdown holds. */
  readonly breaks?: readonly string[] | undefined;
  /** Where the exit code of an answer is written. */
  readonly codeFile: string;
}
