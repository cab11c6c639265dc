import { valuesOf, withoutOptions } from './command-options.ts';
import { type Call, callsOf, programName, programOf } from './commands.ts';
import { type Fact, fact } from './fact.ts';
import { type LintOptions, lintOptions, type LintProgram, lintPrograms } from './lint-options.ts';
import type { Sources } from './sources.ts';

/** How a script of a project calls a linter or formatter: what is checked when a person runs it. */
export interface LintCall {
  readonly tool: LintProgram;
  /** The script's name. */
  readonly script: string;
  /** The tool's own command, such as `check` of Biome; undefined for a tool that has none. */
  readonly command: string | undefined;
  /** What it is given, without what writes files, limits warnings or chooses a report. */
  readonly arguments: readonly string[];
  /** Those of the arguments that name files; empty for the tool's own choice. */
  readonly paths: readonly string[];
  /** Those of the paths that a shell replaces by the files that they match. */
  readonly patterns: readonly string[];
  /** Highest number of warnings with which it ends well; undefined for any number. */
  readonly warningLimit: number | undefined;
}

/** A call, and whether it changes files instead of checking them. */
interface Found extends LintCall {
  readonly fixes: boolean;
}

/** Scripts that people and pipelines run as a check, the likeliest first. */
const likely = [
  ...['lint', 'lint:check', 'lint-check', 'lint:ci', 'check', 'validate', 'verify', 'ci', 'pretest', 'test'],
];

/** How the scripts of a project's top folder call each tool. */
export function lintCallsOf({ root }: Pick<Sources, 'root'>): Fact<LintCall>[] {
  if (root === undefined) return [];
  const { scripts, path } = root;
  return callsAmong(scripts).map((call) => {
    const text = JSON.stringify((scripts.get(call.script) ?? '').slice(0, 200));
    return fact(call, `${path}: scripts.${call.script} ${text}`);
  });
}

/**
 * The calls that stand for what a person runs by hand: those that check, of the likeliest script; else those of `lint` that
 * change files, as if they checked; else those that check of all scripts, which may share the files among them; else those
 * that change files. A call with something that only a shell knows, such as `$(git diff)`, stands for nothing.
 */
export function callsAmong(scripts: ReadonlyMap<string, string>): LintCall[] {
  const all = [...scripts.keys()];
  return lintPrograms.flatMap((tool) => {
    const found = (names: readonly string[]): Found[] =>
      names.flatMap((name) => foundIn(scripts, name, tool));
    const checking = (calls: readonly Found[]): Found[] => calls.filter(({ fixes }) => !fixes);
    const groups = [
      ...likely.map((name) => checking(found([name]))),
      found(['lint']),
      checking(found(all)),
      found(all),
    ];
    return distinct(groups.find((calls) => calls.length > 0) ?? []);
  });
}

function foundIn(scripts: ReadonlyMap<string, string>, script: string, tool: LintProgram): Found[] {
  return callsOf(scripts, script).flatMap((call) => foundCall(call, script, tool) ?? []);
}

function foundCall({ words, patterns }: Call, script: string, tool: LintProgram): Found | undefined {
  if (programOf(words, new Set([tool])) === undefined) return undefined;
  const options = lintOptions[tool];
  const behind = words.slice(words.findIndex((word) => programName(word) === tool) + 1);
  const redirected = behind.findIndex((word) => /^\d?[<>]/.test(word));
  const given = redirected < 0 ? behind : behind.slice(0, redirected);
  if (given.some((word) => /[$`]/.test(word) || options.other.includes(nameOf(word)))) return undefined;
  const command = given.find((word) => options.commands.includes(word));
  if (options.commands.length > 0 && command === undefined) return undefined;
  const own = command === undefined ? given : given.slice(given.indexOf(command) + 1);
  const kept = withoutOptions(own, options.dropped);
  const paths = pathsIn(kept, options);
  return {
    tool,
    script,
    command,
    arguments: kept,
    paths,
    patterns: paths.filter((path) => patterns.has(path)),
    warningLimit: limitIn(own, options),
    fixes: own.some((word) => options.fixing.includes(nameOf(word))),
  };
}

function nameOf(word: string): string {
  return word.split('=', 1)[0] ?? '';
}

/** Words that are no option and no value of one; behind `--` all words. */
function pathsIn(words: readonly string[], { valued }: LintOptions): string[] {
  const end = words.indexOf('--');
  const before = end < 0 ? words : words.slice(0, end);
  const named = before.filter(
    (word, index) => !word.startsWith('-') && !valued.includes(before[index - 1] ?? ''),
  );
  return [...named, ...(end < 0 ? [] : words.slice(end + 1))];
}

function limitIn(words: readonly string[], { noWarnings }: LintOptions): number | undefined {
  if (words.some((word) => noWarnings.includes(word))) return 0;
  // A negative number is no limit.
  const limits = valuesOf(words, '--max-warnings').filter((text) => /^\d{1,6}$/.test(text));
  return limits.length === 0 ? undefined : Math.min(...limits.map(Number));
}

/** Each call once, whatever scripts have it. */
function distinct(calls: readonly Found[]): LintCall[] {
  const keys = calls.map(({ command, arguments: words }) => JSON.stringify([command, words]));
  return calls.filter((_, index) => keys.indexOf(keys[index] ?? '') === index);
}
