import type { Changeset } from '@dagger.io/dagger';

import { adoptText } from './adopt-text.ts';
import { measuredCoverage } from './coverage.stage.ts';
import { proposalOf } from './proposal.ts';
import { moduleAddress, workflowFolder } from './propose-workflow.ts';
import { proposedChanges } from './write.stage.ts';
import { prepareGates, runGates } from '../ci/pipeline.ts';
import { rowsInUse } from '../gates/order.ts';
import type { Project } from '../project/project.stage.ts';
import { commitAuthor } from '../project/revision.stage.ts';
import type { Baseline } from '../verdict/baseline.ts';
import { daysAfter, isDay } from '../verdict/day.ts';
import { plainLine } from '../verdict/plain-text.ts';
import { UsageError } from '../verdict/usage-error.ts';

/** For how many days a first baseline carries findings where the caller names no day. */
const defaultDays = 90;

/** Arguments of `adopt`; empty for what is to be found. */
export interface AdoptArguments {
  readonly owner: string;
  readonly until: string;
  readonly module: string;
}

/**
 * Runs every gate, whatever the others say, and proposes the files by which the project takes the pipeline over. What was
 * found and what every gate says is printed.
 * @throws UsageError when an argument, the source or its configuration is wrong
 */
export async function adopt(project: Project, given: AdoptArguments): Promise<Changeset> {
  const today = project.hour.slice(0, 10);
  const module = moduleAddress(given.module);
  const answerable = project.baseline === undefined ? await answerableFor(project, given, today) : undefined;
  const rows = rowsInUse(project.gates);
  const options = { allowUnavailable: [], failFast: false, quiet: true, regardless: true };
  const verdict = await runGates(await prepareGates(project, options, rows));
  const [coverage, settings, workflows] = await Promise.all([
    measuredCoverage(project, verdict),
    settingsOf(project),
    workflowsOf(project),
  ]);
  const proposal = proposalOf({
    gates: verdict.gates,
    rows,
    folder: project.folder,
    settings,
    required: project.configuration.coverage.lines,
    coverage,
    baseline: project.baseline,
    answerable,
    workflows,
    module,
  });
  const full = coverage === undefined ? verdict : { ...verdict, coverage };
  console.error(adoptText({ facts: project.facts, verdict: full, rows, proposal, today }));
  return proposedChanges(project, proposal.files);
}

/** Who answers for what is carried, and until when. @throws UsageError where nobody is known, or the day is over */
async function answerableFor(
  project: Project,
  { owner, until }: AdoptArguments,
  today: string,
): Promise<Pick<Baseline, 'owner' | 'until'>> {
  if (until !== '' && (!isDay(until) || until < today)) {
    throw new UsageError(
      `--until: expected a day from ${today} on, as YYYY-MM-DD, got ${plainLine(until, 60)}`,
    );
  }
  const name = plainLine(owner === '' ? ((await commitAuthor(project)) ?? '') : owner, 200);
  if (name === '') {
    throw new UsageError(
      'adopt: who answers for the findings of today is not known, because the source has no commit with an author',
      'dagger call adopt --owner=NAME',
    );
  }
  return { owner: name, until: until === '' ? daysAfter(today, defaultDays) : until };
}

async function settingsOf({ source }: Project): Promise<string | undefined> {
  return (await source.exists('pipeline.json')) ? source.file('pipeline.json').contents() : undefined;
}

async function workflowsOf({ repository }: Project): Promise<Map<string, string>> {
  const patterns = [`${workflowFolder}/*.yml`, `${workflowFolder}/*.yaml`];
  const paths = (await Promise.all(patterns.map((pattern) => repository.glob(pattern)))).flat();
  return new Map(
    await Promise.all(paths.map(async (path) => [path, await repository.file(path).contents()] as const)),
  );
}
