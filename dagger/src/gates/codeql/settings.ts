/** Settings of the program `dagger/programs/codeql/codeql.ts`. */
export interface CodeqlSettings {
  /** The bundle, and the checksum that it must have. */
  readonly url: string;
  readonly sha256: string;
  /** A folder that stays from run to run. */
  readonly cache: string;
  /** The folder that is analysed. */
  readonly source: string;
  /** The file that is written. */
  readonly sarif: string;
}
