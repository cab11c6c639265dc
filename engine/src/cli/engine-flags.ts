import { parseArgs } from 'node:util';
import { UsageError } from './usage-error.ts';

/** The command line's own flags: they may stand anywhere, and a module's flag of the same name wins. */
export const engineFlags = {
  mod: {
    type: 'string',
    short: 'm',
    hint: 'PATH',
    help: 'Use the module of this project (default: the current folder).',
  },
  progress: {
    type: 'string',
    hint: 'auto|plain|quiet',
    help: 'Choose how progress is shown on stderr (default: auto).',
  },
  verbose: { type: 'boolean', short: 'v', help: 'Show the output of commands too.' },
  json: { type: 'boolean', short: 'j', help: 'Print the result as JSON.' },
  'auto-apply': {
    type: 'boolean',
    short: 'y',
    help: 'Apply changes that a function returns without asking.',
  },
  help: { type: 'boolean', short: 'h', help: 'Show this help.' },
} as const;

export type EngineFlag = keyof typeof engineFlags;

/** Whether a flag's name is one of the command line's own. */
export function isEngineFlag(name: string): name is EngineFlag {
  return Object.hasOwn(engineFlags, name);
}

const progressModes = ['auto', 'plain', 'quiet'] as const;

/** The ways to show progress: as suits stderr, as plain lines, or not at all. */
export type ProgressMode = (typeof progressModes)[number];

/** The values of the command line's own flags. */
export interface EngineOptions {
  /** As given; undefined for the working directory. */
  readonly mod: string | undefined;
  readonly progress: ProgressMode;
  readonly verbose: boolean;
  readonly json: boolean;
  /** Whether changes that a function answers are applied without a question. */
  readonly autoApply: boolean;
}

/**
 * Reads the command line's own flags, before the module's are known.
 *
 * @throws {UsageError} A value is none of those expected.
 */
export function readEngineOptions(argv: readonly string[]): EngineOptions {
  const { values } = read(argv);
  const { mod, progress = 'auto', verbose, json } = values;
  const mode = progressModes.find((name) => name === progress);
  if (mode === undefined) {
    throw new UsageError(
      `--progress: expected one of ${progressModes.join(', ')}, got "${String(progress)}"`,
      'Give one of these.',
    );
  }
  return {
    mod: typeof mod === 'string' ? mod : undefined,
    progress: mode,
    verbose: verbose === true,
    json: json === true,
    autoApply: values['auto-apply'] === true,
  };
}

/** The words of a command line without its own flags that {@link readEngineOptions} reads, and without their values. */
export function withoutEngineOptions(argv: readonly string[]): string[] {
  const taken = read(argv).tokens.flatMap((token) => {
    if (token.kind !== 'option' || !Object.hasOwn(flags, token.name)) return [];
    const valueFollows = token.value !== undefined && !token.inlineValue;
    return valueFollows ? [token.index, token.index + 1] : [token.index];
  });
  return argv.filter((_, index) => !taken.includes(index));
}

const flags = {
  mod: { type: 'string', short: 'm' },
  progress: { type: 'string' },
  verbose: { type: 'boolean', short: 'v' },
  json: { type: 'boolean', short: 'j' },
  'auto-apply': { type: 'boolean', short: 'y' },
} as const;

/** Other flags are the module's, and are read when its types are known. */
const read = (argv: readonly string[]) =>
  parseArgs({ args: [...argv], options: flags, strict: false, allowPositionals: true, tokens: true });
