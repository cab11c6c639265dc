import { type Call, callsIn, type Command, programName, wrappers } from './command-line.ts';

export { type Call, type Command, programName } from './command-line.ts';

/** Package managers, by which scripts call scripts. */
const managers = new Set(['npm', 'pnpm', 'yarn', 'bun']);

/** Programs that call several scripts by name. */
const scriptRunners = new Set(['npm-run-all', 'npm-run-all2', 'run-s', 'run-p']);

/** Programs that run what the workspaces, or their own configuration, say. */
const taskRunners = new Set(['turbo', 'nx', 'lerna', 'lage', 'moon', 'wireit', 'wsrun', 'rush', 'ultra']);

/** Most scripts that are followed from one. */
const mostFollowed = 30;

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
    return callsIn(text).flatMap((call) => {
      const variables = { ...inherited, ...call.variables };
      const called = calledScripts(call.words, [...scripts.keys()]);
      return [{ ...call, variables }, ...called.flatMap((one) => follow(one, variables))];
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
