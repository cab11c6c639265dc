/** The arguments, the source or `pipeline.json` are wrong: the caller's to mend, told before anything runs. Exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}
