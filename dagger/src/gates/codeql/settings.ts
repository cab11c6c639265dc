/** Settings of the program `dagger/programs/codeql/codeql.ts`. */
export interface CodeqlSettings {
  /** The bundle's address, and its expected checksum. */
  readonly url: string;
  readonly sha256: string;
  /** A folder that is kept between runs. */
  readonly cache: string;
  /** The folder that is analysed. */
  readonly source: string;
  /** The report that is written. */
  readonly sarif: string;
}
