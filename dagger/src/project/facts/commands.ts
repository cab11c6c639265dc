import { nameOf } from './paths.ts';

/** Programs that run another program, which stands behind their options. */
const wrappers = new Set([
  ...[
    'cross-env',
    'cross-env-shell',
    'env',
    'dotenv',
    'dotenvx',
    'env-cmd',
    'npx',
    'pnpx',
    'bunx',
    'exec',
    'time',
  ],
  ...[
    'c8',
    'nyc',
    'run',
    'xvfb-run',
    'doppler',
    'infisical',
    'start-server-and-test',
    'is-ci',
    'timeout',
    'command',
  ],
  ...[
    'node',
    'tsx',
    'ts-node',
    'bun',
    'npm',
    'pnpm',
    'yarn',
    'corepack',
    'nodemon',
    'not',
    'concurrently',
    'wireit',
  ],
]);

/** Words after which a package manager names a program, not a script. */
const managers = new Set(['npm', 'pnpm', 'yarn', 'bun']);

/** Most scripts that are followed from one. */
const mostFollowed = 30;

/**
 * The commands of a script of package.json, each as its words, without variables that are set for it. Scripts that it
 * calls by `npm run NAME`, or by npm-run-all, stand in the place of the call, unless it calls them in other folders.
 *
 * A shell is not imitated: what stands in quotes is one word, and substitutions are words like any others. That is
 * enough to see which program is called; nothing is run by it.
 */
export function commandsOf(scripts: ReadonlyMap<string, string>, name: string): string[][] {
  const followed = new Set<string>();
  const follow = (script: string): string[][] => {
    const text = scripts.get(script);
    if (text === undefined || followed.has(script) || followed.size >= mostFollowed) return [];
    followed.add(script);
    return simpleCommands(text).flatMap((words) => {
      const called = calledScripts(words, [...scripts.keys()]);
      return called.length === 0 ? [words] : called.flatMap(follow);
    });
  };
  return follow(name);
}

/**
 * Which of some programs a command runs, itself or by a wrapper: `mocha` in `c8 -r lcov mocha --exit`, and in
 * `node node_modules/mocha/bin/mocha.js`.
 */
export function programOf(words: readonly string[], programs: ReadonlySet<string>): string | undefined {
  const [first = '', ...others] = words.map(programName);
  if (programs.has(first)) return first;
  return wrappers.has(first) ? others.find((word) => programs.has(word)) : undefined;
}

/** The name of a program by its word, which may be a path to it. */
export function programName(word: string): string {
  return nameOf(word).replace(/\.[cm]?js$/, '');
}

/** Whether a command hands its work to the workspaces, in which scripts of their own do it. */
export function isForWorkspaces(words: readonly string[]): boolean {
  const [first = '', second = ''] = words.filter((word) => !wrappers.has(word) || managers.has(word));
  if (['turbo', 'nx', 'lerna', 'lage', 'wsrun', 'moon'].includes(programName(first))) return true;
  if (!managers.has(first)) return ['turbo', 'nx', 'lerna'].includes(programName(second));
  const options = /^(?:--workspaces?(?:=.*)?|-w|-ws|-r|--recursive|--filter(?:=.*)?|-F|--prefix|-C|--cwd)$/;
  return second === 'workspaces' || second === 'workspace' || words.some((word) => options.test(word));
}

/** The scripts that a command calls in its own folder. */
function calledScripts(words: readonly string[], names: readonly string[]): string[] {
  const [first = '', second = '', third = ''] = words;
  if (['npm-run-all', 'npm-run-all2', 'run-s', 'run-p'].includes(first)) {
    return words.slice(1).flatMap((word) => names.filter((name) => isCalled(word, name)));
  }
  if (!managers.has(first) || isForWorkspaces(words)) return [];
  const name = second === 'run' || second === 'run-script' ? [third] : isShort(first, second) ? [second] : [];
  return name.filter((one) => names.includes(one));
}

/** npm calls few scripts without `run`; the others call any. `bun test` is bun's own runner. */
function isShort(manager: string, script: string): boolean {
  const short: Readonly<Record<string, boolean>> = {
    npm: ['test', 't', 'start'].includes(script),
    bun: script !== 'test',
  };
  return short[manager] ?? true;
}

/** `test:*` is every script of that beginning. */
function isCalled(word: string, name: string): boolean {
  return word.endsWith(':*') || word.endsWith(':**')
    ? name.startsWith(word.replace(/\*+$/, ''))
    : word === name;
}

/** The commands between `&&`, `||`, `;`, `|` and `&`. */
function simpleCommands(script: string): string[][] {
  const tokens =
    script.slice(0, 4000).match(/"(?:[^"\\]|\\.)*"|'[^']*'|&&|\|\||[;|&()\n]|[^\s"'|;&()]+/g) ?? [];
  const commands: string[][] = [[]];
  for (const token of tokens) {
    if (/^(?:&&|\|\||[;|&()\n])$/.test(token)) commands.push([]);
    else commands.at(-1)?.push(token.replace(/^(["'])(.*)\1$/s, '$2'));
  }
  return commands.map(withoutVariables).filter((words) => words.length > 0);
}

function withoutVariables(words: readonly string[]): string[] {
  const first = words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
  return first < 0 ? [] : words.slice(first);
}
