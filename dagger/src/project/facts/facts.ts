import type { FoundSettings } from '../settings/found.ts';
import { plainLine } from '../../verdict/plain-text.ts';
import { coverageOf, type CoverageTool } from './coverage.ts';
import { type EnvironmentExample, environmentsOf } from './environment.ts';
import type { Fact, ProjectFiles } from './fact.ts';
import { type Formatter, formattersOf } from './formatters.ts';
import { type ImageChoice, imageFactsOf } from './image/image-facts.ts';
import { type LintCall, lintCallsOf } from './lint-calls.ts';
import { type Linter, lintersOf } from './linters.ts';
import { managerOf, type PackageManager } from './manager.ts';
import { manifestsIn } from './manifests/found.ts';
import type { FoundManifests } from './manifests/kinds.ts';
import { probePathOf } from './manifests/probes.ts';
import { type NodeVersion, nodeVersionOf } from './node-version.ts';
import { buildScripts, generateScripts, type Script } from './scripts.ts';
import { saidBy } from './said.ts';
import { sourcesOf } from './sources.ts';
import { dependenciesOf, testFilesOf } from './subjects.ts';
import { type TestRunner, testRunnersOf } from './test-runners.ts';
import { withoutPackage } from './tool.ts';
import { typeConfigurationsOf } from './type-configurations.ts';
import { type TypeChecker, typeCheckersOf } from './type-checkers.ts';

/** What a project is, by its files. What is not there is undefined or an empty list, and nothing is a guess. */
export interface ProjectFacts {
  readonly packageManager: Fact<PackageManager> | undefined;
  readonly node: Fact<NodeVersion> | undefined;
  /** Folders of the workspaces, from the top down. */
  readonly workspaces: readonly Fact<string>[];
  readonly linters: readonly Fact<Linter>[];
  readonly formatters: readonly Fact<Formatter>[];
  /** How scripts call linters and formatters. */
  readonly lintCalls: readonly Fact<LintCall>[];
  readonly typeCheckers: readonly Fact<TypeChecker>[];
  /** Configurations that a script gives to the type checker; none for tsconfig.json. */
  readonly typeConfigurations: readonly string[];
  readonly testRunners: readonly Fact<TestRunner>[];
  readonly coverage: readonly Fact<CoverageTool>[];
  /** Paths of the test files, whether a runner is there or not. */
  readonly testFiles: readonly string[];
  /** Names of the packages that the project asks for. */
  readonly dependencies: readonly string[];
  /** Path of the Dockerfile. */
  readonly dockerfile: Fact<string> | undefined;
  /** TCP port that the service listens on. */
  readonly port: Fact<number> | undefined;
  /** Path at which the service tells its health. */
  readonly healthPath: Fact<string> | undefined;
  /** The build script of the root, or those of the workspaces. */
  readonly build: readonly Fact<Script>[];
  /** What writes files that other gates need, in the order in which it is run. */
  readonly generate: readonly Fact<Script>[];
  readonly environment: readonly Fact<EnvironmentExample>[];
  /** Folders with Kubernetes manifests. */
  readonly manifests: readonly Fact<FoundManifests>[];
  /** Contradictions, what was not understood, and what is there beside: each one line of plain text. */
  readonly notes: readonly string[];
}

/** What the caller and `pipeline.json` say of a project, which counts before what its files say. */
export interface Said {
  readonly found?: FoundSettings;
  readonly image?: ImageChoice;
}

/**
 * What a project is, by its files. Where evidence contradicts itself, the function that answers says which one counts
 * and why, and a note tells of it. What is said of it counts first, also for what follows from it: another Dockerfile
 * has another port.
 * @throws UsageError when package.json at the top is no JSON object
 */
export function factsOf(
  files: ProjectFiles,
  { found: said = {}, image: choice = {} }: Said = {},
): ProjectFacts {
  const sources = sourcesOf(files, said);
  const image = imageFactsOf(files, choice);
  const manager = managerOf(sources.found);
  const node = nodeVersionOf(sources.found, image.found.node);
  const linters = lintersOf(sources.found);
  const formatters = formattersOf(sources.found);
  const typeCheckers = typeCheckersOf(sources.found);
  const tests = testRunnersOf(sources.found);
  const unasked = withoutPackage([...linters.found, ...formatters.found, ...typeCheckers.found]);
  const all = [sources, manager, node, linters, formatters, typeCheckers, tests, image, { notes: unasked }];
  return {
    packageManager: manager.found,
    node: node.found,
    workspaces: sources.found.workspaces,
    linters: linters.found,
    formatters: formatters.found,
    lintCalls: lintCallsOf(sources.found),
    typeCheckers: typeCheckers.found,
    typeConfigurations: typeConfigurationsOf(sources.found),
    testRunners: tests.found,
    coverage: coverageOf(sources.found, tests.found),
    testFiles: testFilesOf(sources.found),
    dependencies: dependenciesOf(sources.found),
    dockerfile: image.found.dockerfile,
    port: said.port === undefined ? image.found.port : { value: said.port, from: saidBy('port') },
    healthPath:
      said.health === undefined
        ? (image.found.healthPath ?? probePathOf(files))
        : { value: said.health, from: saidBy('health') },
    build: buildScripts(sources.found),
    generate: generateScripts(sources.found),
    environment: environmentsOf(sources.found),
    manifests: manifestsIn(files),
    notes: [...new Set(all.flatMap(({ notes }) => notes).map((note) => plainLine(note)))],
  };
}
