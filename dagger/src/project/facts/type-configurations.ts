import { valuesOf } from './command-options.ts';
import { callsOf, programOf } from './commands.ts';
import type { Sources } from './sources.ts';

/** Names of scripts that check types and do nothing else, such as `typecheck`, `check-types`, `tsc` and `lint:types`. */
const checks = /^(?:types?(?:[-:]?check)?|(?:check|lint|test)[-:](?:types?|tsc?)|tsc?(?:[-:]?check)?)$/;

const compilers = new Set(['tsc', 'vue-tsc']);

/**
 * The configurations that the project's own script gives to the type checker, by `-p` or `--project`: what is checked when
 * a person runs it. A folder stands for the tsconfig.json in it.
 * @returns none where no such script names any, or one that is not there: then it is tsconfig.json, as for the compiler
 */
export function typeConfigurationsOf({ root, paths }: Pick<Sources, 'root' | 'paths'>): string[] {
  const scripts = root?.scripts ?? new Map<string, string>();
  for (const name of scripts.keys()) {
    if (!checks.test(name)) continue;
    const calls = callsOf(scripts, name).filter(({ words }) => programOf(words, compilers) !== undefined);
    const named = calls.map(({ words }) => ['-p', '--project'].flatMap((option) => valuesOf(words, option)));
    const files = named.map(([path]) => (path === undefined ? undefined : fileAt(path, paths)));
    const known = files.filter((file) => file !== undefined);
    if (known.length > 0 && known.length === files.length) return [...new Set(known)];
  }
  return [];
}

function fileAt(path: string, paths: ReadonlySet<string>): string | undefined {
  const plain = path.replace(/^\.\//, '').replace(/\/$/, '');
  return [plain, plain === '.' ? 'tsconfig.json' : `${plain}/tsconfig.json`].find((file) => paths.has(file));
}
