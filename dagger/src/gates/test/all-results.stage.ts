import type { Directory } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { fileIn } from '../parts.ts';
import { type CoverageFacts, coverageOfAll, parseCoverage } from './coverage.ts';
import type { TestSuite } from './results.ts';
import type { PartReports } from './stage.ts';
import { within } from '../../tools/deadline.ts';
import { images } from '../../tools/images.ts';
import type { Coverage } from '../../verdict/model.ts';

/** What the tests of all parts reported. */
export interface TestResults {
  readonly suites: readonly TestSuite[];
  /** Over all lines of all parts; absent where none measured it. */
  readonly coverage?: Coverage;
  /** That of the part of which the fewest lines are covered: each part has to reach what is required. */
  readonly leastCovered?: Coverage;
  /** What the runners wrote of the coverage: in the folder itself for the top, else in a folder of the part's path. */
  readonly coverageFiles: Directory;
}

/** Reads the reports of the tests. */
export async function readTests(parts: readonly PartReports[]): Promise<TestResults> {
  const read = await Promise.all(parts.map(readPart));
  const measured = read.flatMap(({ coverage }) => (coverage === undefined ? [] : [coverage]));
  return {
    suites: read.flatMap(({ suites }) => suites),
    ...(measured.length === 0
      ? {}
      : { coverage: coverageOfAll(measured), leastCovered: leastCovered(measured) }),
    coverageFiles: read.reduce(
      (all, { folder, files }) => all.withDirectory(folder, files.directory('coverage')),
      dag.directory(),
    ),
  };
}

function leastCovered(parts: readonly CoverageFacts[]): Coverage {
  return parts
    .map(({ coverage }) => coverage)
    .reduce((least, one) => (one.lines < least.lines ? one : least));
}

interface PartResults {
  readonly folder: string;
  readonly suites: readonly TestSuite[];
  readonly coverage: CoverageFacts | undefined;
  readonly files: Directory;
}

async function readPart({ folder, runner, files: written }: PartReports): Promise<PartResults> {
  const files = plainFiles(written);
  const [entries, measured] = await Promise.all([files.entries(), files.directory('coverage').entries()]);
  const contents = async (name: string): Promise<string | undefined> =>
    entries.includes(name) ? files.file(name).contents() : undefined;
  const names = ['results.json', 'junit.xml', 'output.txt'];
  const [json, junit, output] = await Promise.all(names.map(contents));
  const name = ['coverage-summary.json', 'lcov.info'].find((one) => measured.includes(one));
  const summary = name === undefined ? '' : await files.file(`coverage/${name}`).contents();
  // Exit code 1, because the gate handles the code: only the test cases are needed here.
  const report = runner.parse({ json, junit, output }, 1);
  const coverage = parseCoverage({ text: summary });
  return {
    folder,
    files,
    suites: report.ok ? report.facts.suites.map((suite) => suiteIn(folder, suite)) : [],
    coverage: coverage.ok ? coverage.facts : undefined,
  };
}

function suiteIn(folder: string, { name, cases, ...rest }: TestSuite): TestSuite {
  return {
    ...rest,
    name: fileIn(folder, name),
    cases: cases.map((one) => ({ ...one, classname: fileIn(folder, one.classname) })),
  };
}

/** The plain files of a directory that the project's own code has written, without links, which could point anywhere. */
function plainFiles(written: Directory): Directory {
  return dag
    .container()
    .from(images.node)
    .withDirectory('/written', written)
    .withExec(within(60, ['find', '/written', '!', '-type', 'f', '!', '-type', 'd', '-delete']))
    .directory('/written');
}
