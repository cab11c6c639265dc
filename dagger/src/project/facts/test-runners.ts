import { type Fact, fact, firstOf, type Found, together } from './fact.ts';
import { commandsOf, isForTaskRunner, isForWorkspaces } from './commands.ts';
import type { Manifest } from './manifest.ts';
import { within } from './paths.ts';
import { type RunnerName, runners, runnersAmong } from './runner-table.ts';
import { saidBy, saidTools } from './said.ts';
import type { Sources } from './sources.ts';
import { askedFor, majorOf } from './tool.ts';

/** How the tests of a folder are run. */
export interface TestRunner {
  readonly name: RunnerName;
  /** `.`, or the folder of a workspace. */
  readonly folder: string;
  /** The runner's range in package.json, and its only major. */
  readonly version: string | undefined;
  readonly major: number | undefined;
  /** The script that calls it; undefined where only a dependency and a configuration tell of it. */
  readonly script: string | undefined;
}

/** Scripts that run tests where there is none that is called `test`, the likeliest first. */
const otherScripts = ['test:unit', 'test-unit', 'unit', 'test:run', 'test:ci', 'tests', 'unit-test'];

/** Words in names of scripts whose tests need more than the project's files, or do not end. */
const otherKinds = new Set([
  ...[
    'e2e',
    'integration',
    'watch',
    'dev',
    'debug',
    'ui',
    'browser',
    'smoke',
    'storybook',
    'update',
    'bench',
    'perf',
  ],
  ...['load', 'contract', 'live', 'docker', 'prod'],
]);

/**
 * How the tests of a project and of its workspaces are run, unless the project itself names the runner. A script `test` counts before dependencies, since it is what
 * the project itself runs; a script that only hands over to the workspaces is none of its own.
 */
export function testRunnersOf(sources: Sources): Found<readonly Fact<TestRunner>[]> {
  const { found, notes } = together(sources.packages.map((manifest) => runnersIn(sources, manifest)));
  const { said, root } = sources;
  if (said.test === undefined || root === undefined) return { found, notes };
  const named = (name: RunnerName): TestRunner =>
    runnerFact(sources, root, name, scriptOf(root), saidBy('test')).value;
  return { found: saidTools('test', found, [said.test], named), notes };
}

function runnersIn(sources: Sources, manifest: Manifest): Found<readonly Fact<TestRunner>[]> {
  const name = scriptOf(manifest);
  if (name === undefined) return { found: configured(sources, manifest), notes: [] };
  const script = manifest.scripts.get(name) ?? '';
  const from = `${manifest.path}: scripts.${name} ${JSON.stringify(script.slice(0, 200))}`;
  const commands = commandsOf(manifest.scripts, name);
  const known = runnersAmong(commands);
  if (known.length > 0)
    return { found: known.map((one) => runnerFact(sources, manifest, one, name, from)), notes: [] };
  if (sources.workspaces.length > 0 && manifest === sources.root && commands.some(isForWorkspaces)) {
    return { found: [], notes: [`${from}: the tests are those of the workspaces`] };
  }
  const asIs = runnerFact(sources, manifest, 'script', name, from);
  const behind = commands.some(isForTaskRunner) ? configured(sources, manifest) : [];
  const [only] = behind;
  if (only === undefined || behind.length > 1) return { found: [asIs], notes: [] };
  return { found: [fact({ ...only.value, script: name }, from, only.from)], notes: [] };
}

/** The script that runs the tests: `test`, one of the usual names, else the first that calls a runner by name. */
function scriptOf({ scripts }: Manifest): string | undefined {
  const usual = ['test', ...otherScripts].find((name) => isTest(scripts.get(name)));
  const others = [...scripts.keys()].filter(
    (name) => /^test[:-]/.test(name) && !name.split(/[:._-]/).some((word) => otherKinds.has(word)),
  );
  return usual ?? others.find((name) => runnersAmong(commandsOf(scripts, name)).length > 0);
}

/** npm init writes a script that tells that there are no tests (npm, init-package-json, default-input.js). */
function isTest(script: string | undefined): boolean {
  return (
    script !== undefined && script.trim() !== '' && !/echo\s+\\?["']?Error: no test specified/i.test(script)
  );
}

function runnerFact(
  { root }: Sources,
  manifest: Manifest,
  name: RunnerName,
  script: string | undefined,
  from: string,
): Fact<TestRunner> {
  const packages = runners.find((runner) => runner.name === name)?.packages ?? [];
  // Only the runner's own package tells its version: react-scripts has versions of its own.
  const own = packages.slice(0, 1);
  const asked = firstOf([manifest, root], (one) => (one === undefined ? undefined : askedFor(one, own)));
  const version = asked?.range;
  const value = { name, folder: manifest.folder, version, major: majorOf(version), script };
  return fact(value, from, asked?.from);
}

/** Runners that a package.json asks for and that have a configuration, or are the only one; no script calls them. */
function configured(sources: Sources, manifest: Manifest): Fact<TestRunner>[] {
  const asked = runners.flatMap((runner) => {
    const found = askedFor(manifest, runner.packages);
    const config = runner.configs === undefined ? undefined : configIn(sources, manifest, runner.configs);
    return found === undefined ? [] : [{ runner, from: found.from, config }];
  });
  const set = asked.filter(({ config }) => config !== undefined);
  const chosen = set.length > 0 ? set : asked.length === 1 ? asked : [];
  return chosen.map(({ runner, from, config }) =>
    runnerFact(sources, manifest, runner.name, undefined, config === undefined ? from : `${from}; ${config}`),
  );
}

function configIn({ paths }: Sources, { folder }: Manifest, configs: RegExp): string | undefined {
  const prefix = folder === '.' ? '' : `${folder}/`;
  for (const path of paths) {
    if (!path.startsWith(prefix)) continue;
    const name = path.slice(prefix.length);
    if (configs.test(name)) return within(folder, name);
  }
  return undefined;
}
