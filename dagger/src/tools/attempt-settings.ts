/** Settings of the program `dagger/programs/attempt/attempt.js`. */
export interface AttemptSettings {
  readonly command: readonly string[];
  /** Seconds after which the command is ended. */
  readonly seconds: number;
  /** Exit codes that are an answer. */
  readonly codes: readonly number[];
  /** Text that the output of an answer contains. Default: anything. */
  readonly says?: string | undefined;
  /** Texts of which the output of a breakdown contains one. */
  readonly breaks?: readonly string[] | undefined;
  /** The file for the exit code of an answer. */
  readonly codeFile: string;
}
