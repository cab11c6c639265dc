import { nameOf } from './paths.ts';

/** A command as its words: the program, and what it is given. */
export type Command = readonly string[];

/** A command with the variables that a script sets for it. */
export interface Call {
  readonly words: Command;
  readonly variables: Readonly<Record<string, string>>;
}

/** Package managers, by which scripts call scripts. */
const managers = new Set(['npm', 'pnpm', 'yarn', 'bun']);

/** Programs that call several scripts by name. */
const scriptRunners = new Set(['npm-run-all', 'npm-run-all2', 'run-s', 'run-p']);

/** Programs that run another program, which stands behind their options, or in quotes. */
const wrappers = new Set([
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

/** Programs that run what the workspaces, or their own configuration, say. */
const taskRunners = new Set(['turbo', 'nx', 'lerna', 'lage', 'moon', 'wireit', 'wsrun', 'rush', 'ultra']);

/** Most scripts that are followed from one. */
const mostFollowed = 30;

/** Longest script that is read, in UTF-16 code units. */
const longestScript = 4000;

/**
 * The commands of a script of package.json, without variables that are set for them. Behind a call of another script, by
 * `npm run NAME` or npm-run-all, come the commands of that one. What runs in another folder, after `cd`, is left out.
 *
 * A shell is not imitated: what stands in quotes is one word, and substitutions are words like any others. That is
 * enough to see which program is called; nothing is run by it.
 */
export function commandsOf(scripts: ReadonlyMap<string, string>, name: string): Command[] {
  return callsOf(scripts, name).map(({ words }) => words);
}

/**
 * The same commands with the variables that are set for them: `A=1 jest`, `cross-env A=1 jest`, and for what a script calls
 * by `A=1 npm run NAME`.
 */
export function callsOf(scripts: ReadonlyMap<string, string>, name: string): Call[] {
  const followed = new Set<string>();
  const follow = (script: string, inherited: Call['variables']): Call[] => {
    const text = scripts.get(script);
    if (text === undefined || followed.has(script) || followed.size >= mostFollowed) return [];
    followed.add(script);
    return callsIn(text).flatMap(({ words, variables: own }) => {
      const variables = { ...inherited, ...own };
      const called = calledScripts(words, [...scripts.keys()]);
      return [{ words, variables }, ...called.flatMap((one) => follow(one, variables))];
    });
  };
  return follow(name, {});
}

/** Which of some programs a command runs, itself or by a wrapper: `mocha` in `c8 -r lcov mocha --exit`. */
export function programOf(command: Command, programs: ReadonlySet<string>): string | undefined {
  const [first = '', ...others] = command.map(programName);
  if (programs.has(first)) return first;
  return wrappers.has(first) ? others.find((word) => programs.has(word)) : undefined;
}

/** The name of a program by its word, which may be a path to it: `jest` for `node_modules/jest/bin/jest.js`. */
export function programName(word: string): string {
  return nameOf(word).replace(/\.[cm]?js$/, '');
}

/** Whether a command leaves to a task runner what is run, such as `turbo run test` and `npx nx test`. */
export function isForTaskRunner(command: Command): boolean {
  return programOf(command, taskRunners) !== undefined;
}

/** Whether a command runs a script of the workspaces: `npm test --workspaces`, `pnpm -r test`, `turbo run test`. */
export function isForWorkspaces(command: Command): boolean {
  const [first = '', second = ''] = command;
  if (isForTaskRunner(command)) return true;
  if (!managers.has(first)) return false;
  const options = /^(?:--workspaces?(?:=.*)?|-w|-ws|-r|--recursive|--filter(?:=.*)?|-F|--prefix|-C|--cwd)$/;
  return second === 'workspaces' || second === 'workspace' || command.some((word) => options.test(word));
}

/** The scripts that a command calls in its own folder. */
function calledScripts(command: Command, names: readonly string[]): string[] {
  const [first = '', ...others] = command;
  if (scriptRunners.has(first)) return others.flatMap((word) => names.filter((name) => isCalled(word, name)));
  if (!managers.has(first)) {
    const inner = wrappers.has(first) ? others.findIndex((word) => managers.has(word)) : -1;
    return inner < 0 ? [] : calledScripts(others.slice(inner), names);
  }
  if (isForWorkspaces(command)) return [];
  const [second = '', third = ''] = others;
  const called = second === 'run' || second === 'run-script' ? third : isShort(first, second) ? second : '';
  return names.filter((name) => name === called);
}

/** npm calls few scripts without `run`; the others call any. `bun test` is bun's own runner. */
function isShort(manager: string, script: string): boolean {
  if (manager === 'npm') return ['test', 'start'].includes(script);
  return manager !== 'bun' || script !== 'test';
}

/** `test:*` is every script of that beginning. */
function isCalled(word: string, name: string): boolean {
  return /:\*{1,2}$/.test(word) ? name.startsWith(word.replace(/\*+$/, '')) : word === name;
}

/** What ends a command. */
const ends = /^(?:&&|\|\||[;|&()\n])$/;

/** What ends a command, or a word, of which parts may stand in quotes: `NAME="two words"`. */
const tokens = /&&|\|\||[;|&()\n]|(?:[^\s"'|;&()]|"(?:[^"\\]|\\.)*"|'[^']*')+/g;

/** The commands between `&&`, `||`, `;`, `|` and `&`, up to one that goes to another folder. */
function callsIn(script: string): Call[] {
  const commands: string[][] = [[]];
  for (const token of script.slice(0, longestScript).match(tokens) ?? []) {
    if (ends.test(token)) commands.push([]);
    else commands.at(-1)?.push(token.replace(/"((?:[^"\\]|\\.)*)"|'([^']*)'/g, '$1$2'));
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
  const quoted = others.filter((word) => /\s/.test(word) && !isValue(word)).flatMap(callsIn);
  return quoted.map((call) => ({ ...call, variables: { ...variables, ...call.variables } }));
}

/** A variable that is set: its name, and its value. */
const variable = /^([A-Za-z_]\w*)=([\s\S]*)$/;

/** Programs that set variables for another one: their assignments stand among their words. */
const settingVariables = new Set(['cross-env', 'cross-env-shell', 'env']);

/** A command, and the variables before it. Those of a program that sets some are left among its words, too. */
function callOf(all: readonly string[]): Call {
  const first = all.findIndex((word) => !variable.test(word));
  const words = first < 0 ? [] : all.slice(first);
  const set = settingVariables.has(programName(words[0] ?? '')) ? words.slice(1) : [];
  const last = set.findIndex((word) => !variable.test(word) && !word.startsWith('-'));
  const named = [...all.slice(0, Math.max(0, first)), ...set.slice(0, last < 0 ? set.length : last)];
  const pairs = named.flatMap((word) => {
    const [, name, value = ''] = variable.exec(word) ?? [];
    return name === undefined ? [] : [[name, value] as const];
  });
  return { words, variables: Object.fromEntries(pairs) };
}
