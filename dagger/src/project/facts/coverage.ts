import { commandsOf, programOf } from './commands.ts';
import { type Fact, fact, firstOf } from './fact.ts';
import type { Manifest } from './manifest.ts';
import { saidTools } from './said.ts';
import type { Sources } from './sources.ts';
import type { RunnerName } from './runner-table.ts';
import type { TestRunner } from './test-runners.ts';
import { askedFor } from './tool.ts';

/** Tools that measure how much of the code the tests run. */
export const coverageNames = [
  '@vitest/coverage-v8',
  '@vitest/coverage-istanbul',
  'c8',
  'nyc',
  'jest',
  'tap',
  'node',
  'bun',
] as const;

/** One of {@link coverageNames}. */
export type CoverageName = (typeof coverageNames)[number];

/** A tool that measures the tests of a folder. */
export interface CoverageTool {
  readonly name: CoverageName;
  readonly folder: string;
  /** Its range in package.json; undefined for one that is part of the runner. */
  readonly version: string | undefined;
}

/** Runners that measure by themselves, without another package. */
const own: Readonly<Partial<Record<RunnerName, CoverageName>>> = { jest: 'jest', tap: 'tap', bun: 'bun' };

/** Packages that measure by themselves, whatever runs the tests. */
const around = ['c8', 'nyc'] as const;

/**
 * The tool that measures the tests of each folder: vitest's provider, the command that the scripts put before the
 * runner, the runner itself. Node's own measuring counts where a script asks for it (Node, "Test runner",
 * --experimental-test-coverage). A tool at the top measures workspaces, too. What the project itself names counts first.
 */
export function coverageOf(
  sources: Sources,
  runners: readonly Fact<TestRunner>[],
): readonly Fact<CoverageTool>[] {
  const { coverage } = sources.said;
  const names = coverage === undefined ? undefined : [coverage];
  return saidTools('coverage', foundCoverage(sources, runners), names, (name) => ({
    name,
    folder: '.',
    version: sources.root?.dependencies.get(name)?.range,
  }));
}

function foundCoverage(sources: Sources, runners: readonly Fact<TestRunner>[]): Fact<CoverageTool>[] {
  return runners.flatMap(({ value: { name, folder }, from }) => {
    const manifest = sources.packages.find((one) => one.folder === folder);
    if (manifest === undefined) return [];
    const places = sources.root === undefined ? [manifest] : [manifest, sources.root];
    const found =
      name === 'vitest' ? provider(places, folder) : (wrapper(places, folder) ?? within(manifest, name));
    const ofRunner = own[name];
    if (found !== undefined) return [found];
    return ofRunner === undefined ? [] : [fact({ name: ofRunner, folder, version: undefined }, from)];
  });
}

function provider(places: readonly Manifest[], folder: string): Fact<CoverageTool> | undefined {
  return asked(places, folder, ['@vitest/coverage-v8', '@vitest/coverage-istanbul']);
}

/** c8 or nyc: the one that a script calls, else the one that is there. */
function wrapper(places: readonly Manifest[], folder: string): Fact<CoverageTool> | undefined {
  const called = firstOf(places, ({ scripts }) =>
    firstOf([...scripts.keys()], (script) =>
      firstOf(commandsOf(scripts, script), (words) => programOf(words, new Set(around))),
    ),
  );
  const order = [...around].sort((left, right) => Number(right === called) - Number(left === called));
  return asked(places, folder, order);
}

function asked(
  places: readonly Manifest[],
  folder: string,
  names: readonly CoverageName[],
): Fact<CoverageTool> | undefined {
  return firstOf(places, (manifest) =>
    firstOf(names, (name) => {
      const found = askedFor(manifest, [name]);
      return found === undefined ? undefined : fact({ name, folder, version: found.range }, found.from);
    }),
  );
}

/** node:test measures where a script asks it to. */
function within({ path, folder, scripts }: Manifest, runner: RunnerName): Fact<CoverageTool> | undefined {
  const script = [...scripts].find(([, text]) => text.includes('--experimental-test-coverage'));
  if (runner !== 'node:test' || script === undefined) return undefined;
  const [name, text] = script;
  return fact(
    { name: 'node', folder, version: undefined },
    `${path}: scripts.${name} ${JSON.stringify(text)}`,
  );
}
