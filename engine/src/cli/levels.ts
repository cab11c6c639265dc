import { parseArgs } from 'node:util';
import type { ArgumentType } from '../module/types.ts';
import { engineFlags, isEngineFlag } from './engine-flags.ts';
import { cliName } from './names.ts';
import { suggestion, UsageError } from './usage-error.ts';

/** The part of a command line that belongs to one function of the chain. */
export interface Level {
  /** Texts given to each argument, by its name in the code. */
  readonly given: ReadonlyMap<string, readonly string[]>;
  /** Whether help about this level is asked for. */
  readonly help: boolean;
  /** The next function's name, as typed; undefined at the end. */
  readonly next: string | undefined;
  /** The words after the next function's name. */
  readonly rest: readonly string[];
}

/**
 * Takes a function's flags from the front of a command line, up to the next function's name.
 *
 * @param owner How a message names the function: `lint`, or `the module`.
 * @throws {UsageError} A flag that the function does not have, or one without a value.
 */
export function readLevel(
  owner: string,
  functionArguments: readonly ArgumentType[],
  argv: readonly string[],
): Level {
  const byFlag = new Map(functionArguments.map((argument) => [cliName(argument.name), argument]));
  const { tokens } = parseArgs({
    args: [...argv],
    options: { ...engineOptions(), ...argumentOptions(byFlag) },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given = new Map<string, string[]>();
  let help = false;
  for (const token of tokens) {
    if (token.kind === 'positional') {
      return { given, help, next: token.value, rest: argv.slice(token.index + 1) };
    }
    if (token.kind !== 'option') continue;
    const argument = byFlag.get(token.name);
    if (argument !== undefined) {
      given.set(argument.name, [...(given.get(argument.name) ?? []), textOf(argument, token)]);
    } else if (isEngineFlag(token.name)) {
      help ||= token.name === 'help';
    } else {
      throw unknownFlag(owner, token.rawName, [...byFlag.keys()]);
    }
  }
  return { given, help, next: undefined, rest: [] };
}

type FlagOption = { type: 'string' | 'boolean'; short?: string };

function engineOptions(): Record<string, FlagOption> {
  const entries = Object.entries(engineFlags).map(([name, flag]) => [
    name,
    'short' in flag ? { type: flag.type, short: flag.short } : { type: flag.type },
  ]);
  return Object.fromEntries(entries) as Record<string, FlagOption>;
}

function argumentOptions(byFlag: ReadonlyMap<string, ArgumentType>): Record<string, FlagOption> {
  const entries = [...byFlag].map(([flag, { type }]): [string, FlagOption] => [
    flag,
    { type: type.kind === 'boolean' ? 'boolean' : 'string' },
  ]);
  return Object.fromEntries(entries);
}

function textOf(argument: ArgumentType, token: { rawName: string; value?: string | undefined }): string {
  if (token.value !== undefined) return token.value;
  if (argument.type.kind === 'boolean') return 'true';
  throw new UsageError(`${token.rawName} needs a value`, `Write ${token.rawName} VALUE.`);
}

function unknownFlag(owner: string, rawName: string, known: readonly string[]): UsageError {
  const flags = known.map((name) => `--${name}`);
  const expected = flags.length > 0 ? `expected one of ${flags.join(', ')}` : 'it has none';
  return new UsageError(
    `${owner} has no flag ${rawName}: ${expected}`,
    `${suggestion(rawName, flags)}--help shows them all.`,
  );
}
