/** The arguments of `npm run setup`. */
export type SetupRequest =
  | { readonly kind: 'set-up'; readonly tests: boolean }
  | { readonly kind: 'help' }
  | { readonly kind: 'refused'; readonly argument: string };

/** The text of `--help`. */
export const usage = `Use: npm run setup [-- --tests]

Looks at what the local engine needs, installs what is missing, and says what it did.
  --tests   also what the tests need: PostgreSQL's server programs, Chromium, pip and jq
  --help    this text

Exit codes: 0 everything is there, 1 something could not be set up, 2 unknown arguments.`;

/** Reads the arguments. Unknown ones are refused, so that a mistyped one is not a set-up with less. */
export function parseSetupArguments(args: readonly string[]): SetupRequest {
  const unknown = args.find((argument) => argument !== '--tests' && argument !== '--help');
  if (unknown !== undefined) return { kind: 'refused', argument: unknown };
  if (args.includes('--help')) return { kind: 'help' };
  return { kind: 'set-up', tests: args.includes('--tests') };
}
