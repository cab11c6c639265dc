import { nameOf } from './paths.ts';

/** A command as its words: the program, and what it is given. */
export type Command = readonly string[];

/** A command with the variables that a script sets for it. */
export interface Call {
  readonly words: Command;
  readonly variables: Readonly<Record<string, string>>;
  /** Those of its words in which `*`, `?` or `[` stands outside of quotes: a shell puts names of files in their place. */
  readonly patterns: ReadonlySet<string>;
}

/** Programs that run another program, which stands behind their options, or in quotes. */
export const wrappers = new Set([
  ...[
    'c8',
    'nyc',
    'cross-env',
    'cross-env-shell',
    'env',
    'dotenv',
    'dotenvx',
    'env-cmd',
    'timeout',
    'time',
    'command',
  ],
  ...[
    'npx',
    'pnpx',
    'bunx',
    'corepack',
    'xvfb-run',
    'concurrently',
    'start-server-and-test',
    'glob',
    'sh',
    'bash',
  ],
  ...['node', 'tsx', 'ts-node', 'bun', 'npm', 'pnpm', 'yarn'],
]);

/** Longest script that is read, in UTF-16 code units. */
const longestScript = 4000;

/** The name of a program by its word, which may be a path to it: `jest` for `node_modules/jest/bin/jest.js`. */
export function programName(word: string): string {
  return nameOf(word).replace(/\.[cm]?js$/, '');
}

/** What ends a command. */
const ends = /^(?:&&|\|\||[;|&()\n])$/;

/** What ends a command, or a word, of which parts may stand in quotes: `NAME="two words"`. */
const tokens = /&&|\|\||[;|&()\n]|(?:[^\s"'|;&()]|"(?:[^"\\]|\\.)*"|'[^']*')+/g;

/** The commands between `&&`, `||`, `;`, `|` and `&`, up to one that goes to another folder. */
export function callsIn(script: string): Call[] {
  const commands: string[][] = [[]];
  for (const token of script.slice(0, longestScript).match(tokens) ?? []) {
    if (ends.test(token)) commands.push([]);
    else commands.at(-1)?.push(token);
  }
  const found = commands.map(callOf).filter(({ words }) => words.length > 0);
  const leaves = found.findIndex(({ words: [first] }) => first === 'cd' || first === 'pushd');
  const own = leaves < 0 ? found : found.slice(0, leaves);
  return own.flatMap((call) => [call, ...quotedCalls(call)]);
}

/** The commands that a wrapper is given in quotes: `glob -c "tsx --test"`. */
function quotedCalls({ words: [first = '', ...others], variables }: Call): Call[] {
  const program = programName(first);
  if (!wrappers.has(program) || program === 'node') return [];
  const isValue = (word: string): boolean => settingVariables.has(program) && variable.test(word);
  const inner = others.filter((word) => /\s/.test(word) && !isValue(word)).flatMap(callsIn);
  return inner.map((call) => ({ ...call, variables: { ...variables, ...call.variables } }));
}

/** A variable that is set: its name, and its value. */
const variable = /^([A-Za-z_]\w*)=([\s\S]*)$/;

/** Programs that set variables for another one: their assignments stand among their words. */
const settingVariables = new Set(['cross-env', 'cross-env-shell', 'env']);

/** Parts of a word in quotes. */
const quoted = /"((?:[^"\\]|\\.)*)"|'([^']*)'/g;

const withoutQuotes = (token: string): string => token.replace(quoted, '$1$2');

/** A command, and the variables before it. Those of a program that sets some are left among its words, too. */
function callOf(raw: readonly string[]): Call {
  const all = raw.map(withoutQuotes);
  const first = all.findIndex((word) => !variable.test(word));
  const words = first < 0 ? [] : all.slice(first);
  const set = settingVariables.has(programName(words[0] ?? '')) ? words.slice(1) : [];
  const last = set.findIndex((word) => !variable.test(word) && !word.startsWith('-'));
  const named = [...all.slice(0, Math.max(0, first)), ...set.slice(0, last < 0 ? set.length : last)];
  const pairs = named.flatMap((word) => {
    const [, name, value = ''] = variable.exec(word) ?? [];
    return name === undefined ? [] : [[name, value] as const];
  });
  const patterns = raw.filter((token) => /[*?[]/.test(token.replace(quoted, ''))).map(withoutQuotes);
  return { words, variables: Object.fromEntries(pairs), patterns: new Set(patterns) };
}
