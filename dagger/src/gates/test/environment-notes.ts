import type { Decision } from '../../verdict/model.ts';
import { readIf } from '../../verdict/json-text.ts';
import { plainLine } from '../../verdict/plain-text.ts';

/** Scripts that npm runs around an installation or the tests (npm, "scripts", life cycle). */
const lifecycleScripts = ['preinstall', 'install', 'postinstall', 'prepublish', 'prepare', 'pretest'];

/** Where tests ran. */
export interface TestEnvironment {
  /** The runner's name. */
  readonly runner: string;
  /** The text of `package.json`. */
  readonly manifest: string;
  /** Installed packages with an install script. */
  readonly scripted: readonly string[];
}

/**
 * Differences between this gate and a developer's machine that may be why tests fail: scripts that did not run, and the
 * user who runs the tests.
 */
export function environmentNotes(
  { outcome }: Pick<Decision, 'outcome'>,
  { runner, manifest, scripted }: TestEnvironment,
): string[] {
  const own = ownScripts(runner, manifest);
  return [
    ...(scripted.length === 0
      ? []
      : [`install scripts do not run here (--ignore-scripts), and these have one: ${scripted.join(', ')}`]),
    ...(own.length === 0
      ? []
      : [`${runner} runs by itself here: of package.json these did not run: ${own.join(', ')}`]),
    ...(outcome === 'failed'
      ? ['the tests run as root here, who reads and writes every file whatever its mode']
      : []),
  ];
}

/** The project's own scripts that npm would have run, and what `npm test` does besides the runner. */
function ownScripts(runner: string, manifest: string): string[] {
  const scripts = scriptsOf(manifest);
  const named = lifecycleScripts.flatMap((name) => {
    const command = scripts.get(name);
    return command === undefined ? [] : [`${name} (${plainLine(command, 80)})`];
  });
  const test = scripts.get('test') ?? '';
  const isMore = /&&|\|\||;/.test(test);
  return isMore ? [...named, `test (${plainLine(test, 80)}) beside ${runner}`] : named;
}

/** The scripts of a `package.json`; none if it has another shape. */
export function scriptsOf(manifest: string): ReadonlyMap<string, string> {
  const entries = readIf(manifest, (root) => root.at('scripts').optionalEntries()) ?? [];
  return new Map(entries.flatMap(([name, { value }]) => (typeof value === 'string' ? [[name, value]] : [])));
}
