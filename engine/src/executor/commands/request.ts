/** The arguments of `withExec`. */
export interface ExecRequest {
  readonly command: readonly string[];
  readonly stdin?: string | undefined;
  /** Which exit codes are no error. */
  readonly expect: 'SUCCESS' | 'FAILURE' | 'ANY';
  readonly noInit: boolean;
}
