import type { Container, Directory } from '@dagger.io/dagger';

import { unavailable } from '../../verdict/evidence.ts';
import type { Decision } from '../../verdict/model.ts';
import { installFault } from '../packages/fault.stage.ts';
import { type Installation, installationOf, withNotes } from '../packages/stage.ts';
import { decideEach } from '../parts.stage.ts';
import type { PartDecision } from '../parts.ts';
import type { Project } from '../../project/project.stage.ts';
import { partOf } from '../../project/workspace.stage.ts';
import { workdirOf } from '../../project/workspace.ts';
import { bringFault } from './bring.stage.ts';
import { environmentNotes } from './environment-notes.ts';
import { testFolders } from './parts.ts';
import { lacking } from './preconditions.ts';
import { afterCommands, type Round } from './prepared.stage.ts';
import { reports } from './report-files.ts';
import { lastRunOf, untilGreen } from './run.stage.ts';
import type { TestRunner } from './runners/runner.ts';
import { choiceOf, environmentOf, type Subject, subjectNotes, subjectOf } from './subject.stage.ts';

/** A project whose packages are installed. */
interface Whole {
  readonly project: Project;
  readonly installation: Installation;
}

/** Runs the tests of each part with coverage, by its own runner, and decides on their reports. */
export async function test(project: Project): Promise<Decision> {
  const installation = await installationOf(project);
  const fault = await installFault(installation);
  const decision =
    fault ??
    (await decideEach(project, partsToTest(project), (part) => decidePart({ project, installation }, part)));
  return withNotes(decision, installation);
}

async function decidePart(whole: Whole, part: Project): Promise<Omit<PartDecision, 'folder'>> {
  const choice = await choiceOf(part);
  if (choice.kind === 'unknown') return { tools: [], decision: unavailable(choice.reason) };
  const subject = await subjectOf(part, whole.installation, choice);
  return { tools: [choice.runner.tool], decision: await tested(whole, subject) };
}

async function tested(whole: Whole, subject: Subject): Promise<Decision> {
  const { project, installation, installed, brought } = subject;
  const missing = lacking(subject, { versions: installed.versions, add: installation.manager.add });
  if (missing !== undefined) return unavailable(missing);
  const fault = brought === undefined ? undefined : await bringFault(brought);
  if (fault !== undefined) return fault;
  const output = (): string => lastRunOf(project)?.output ?? '';
  // What one part writes, such as its build, may be what the tests of another need.
  const run = (container: Container, round: Round): Promise<Decision> =>
    untilGreen(subject, { container: container.withWorkdir(workdirOf(project.workspace)), round });
  const decision = await afterCommands(whole.project, installation, { run, output });
  const told = withNotes(decision, { notes: subjectNotes(subject) });
  if (told.outcome === 'passed') return told;
  const environment = environmentOf(subject, output());
  return withNotes(told, { notes: environmentNotes(told, environment) });
}

/** The reports of one part's tests. */
export interface PartReports {
  readonly folder: string;
  readonly runner: TestRunner;
  /** `results.json`, `junit.xml` and `coverage/`, each only if the runner wrote it. */
  readonly files: Directory;
}

/** Reports of the tests of each part. A part whose tests did not run has none. */
export async function testReports(project: Project): Promise<PartReports[]> {
  const parts = partsToTest(project).map(async ({ folder }) => {
    const last = lastRunOf(await partOf(project, folder));
    return last === undefined ? [] : [{ folder, runner: last.runner, files: last.run.directory(reports) }];
  });
  return (await Promise.all(parts)).flat();
}

function partsToTest({ facts, configuration }: Project): { readonly folder: string }[] {
  return testFolders(facts, configuration.test).map((folder) => ({ folder }));
}
