import { type Call, callsOf, programName, programOf } from '../../../project/facts/commands.ts';

/** How a project's own script calls its runner. */
export interface OwnCall {
  /** The program, by its name. */
  readonly program: string;
  /** What the script gives to the tool that measures the coverage around the runner (`c8 --src lib mocha`). */
  readonly measuring: readonly string[];
  /** Variables that the script sets for it. */
  readonly variables: Readonly<Record<string, string>>;
  /** Options of Node before the runner: `node --experimental-vm-modules node_modules/jest/bin/jest.js`. */
  readonly nodeOptions: readonly string[];
  /** What the runner is given. */
  readonly arguments: readonly string[];
}

/** The calls of a runner in a script, as far as the gate can repeat them. */
export interface OwnCalls {
  /** The first call; undefined where no command of the script names the runner. */
  readonly call: OwnCall | undefined;
  /** How many calls there are; the gate repeats the first. */
  readonly number: number;
}

/** By what the call of a runner is recognised. */
export interface CallSigns {
  readonly programs: readonly string[];
  /** An option without which the program runs something else (`node --test`). */
  readonly option?: string;
}

/** Tools that measure the coverage of the command behind their options. */
const measuringTools = ['c8', 'nyc'];

/**
 * How a script calls a runner by one of its programs. Variables in its words are those of the script, else empty: the
 * container has no others that a script could mean.
 */
export function ownCalls(
  scripts: ReadonlyMap<string, string>,
  script: string | undefined,
  { programs, option }: CallSigns,
): OwnCalls {
  const names = new Set(programs);
  const calls = (script === undefined ? [] : callsOf(scripts, script)).filter(
    ({ words }) => programOf(words, names) !== undefined && (option === undefined || words.includes(option)),
  );
  const [first] = calls;
  return { call: first === undefined ? undefined : ownCall(first, names), number: calls.length };
}

function ownCall({ words, variables }: Call, programs: ReadonlySet<string>): OwnCall {
  const names = words.map(programName);
  const at = names.findIndex((name) => programs.has(name));
  const before = names.slice(0, at);
  const node = before.lastIndexOf('node');
  const tool = before.findIndex((name) => measuringTools.includes(name));
  const expand = (word: string): string => expanded(word, variables);
  return {
    program: names[at] ?? '',
    // Programs are those of the container.
    variables: Object.fromEntries(
      Object.entries(variables).flatMap(([name, value]) =>
        name === 'PATH' ? [] : [[name, expanded(value, {})]],
      ),
    ),
    measuring: tool < 0 ? [] : words.slice(tool + 1, node > tool ? node : at).map(expand),
    nodeOptions: node < 0 ? [] : words.slice(node + 1, at).map(expand),
    arguments: words.slice(at + 1).map(expand),
  };
}

/** A word with the values of variables in place of `$NAME`, `${NAME}` and `${NAME:-default}`. */
function expanded(word: string, variables: Readonly<Record<string, string>>): string {
  return word.replace(
    /\$(?:\{(\w+)(?::?-([^}]*))?\}|(\w+))/g,
    (_all, braced: string | undefined, otherwise: string | undefined, plain: string | undefined) =>
      variables[braced ?? plain ?? ''] ?? otherwise ?? '',
  );
}
