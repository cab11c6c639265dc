import type { Container } from '@dagger.io/dagger';

import type { Project } from '../../project/project.stage.ts';
import type { Decision } from '../../verdict/model.ts';
import { overruled } from '../needs/command-fault.ts';
import {
  buildCommands,
  type Commanding,
  foundBuilds,
  generateCommands,
  type NeededCommand,
  unsureNotes,
} from '../needs/commands.ts';
import { commandingOf, prepared } from '../needs/prepare.stage.ts';
import { type Installation, withNotes } from '../packages/stage.ts';
import { buildMissed, builtNote } from './build-needed.ts';

/** Which run it is: the first, or the one after a build that it turned out to need. */
export type Round = 'tests' | 'tests after the build';

/** Runs the tests in a container of the installed source. */
interface Tests {
  readonly run: (container: Container, round: Round) => Promise<Decision>;
  /** What the last run printed. */
  readonly output: () => string;
}

/**
 * Runs the tests after the commands that write what they need. Where they look for what a build writes and nobody said that
 * they do, they run again after the build.
 */
export async function afterCommands(
  project: Project,
  installation: Installation,
  tests: Tests,
): Promise<Decision> {
  const commanding = await commandingOf(project);
  const after = (commands: readonly NeededCommand[], round: Round): Promise<Decision> =>
    testsAfter(commands, { project, installation, tests, round });
  const first = [...generateCommands(commanding), ...buildCommands(commanding)];
  const decision = await after(first, 'tests');
  const folder = buildMissed(decision, tests.output());
  const builds = folder === undefined ? [] : furtherBuilds(commanding, first);
  if (folder === undefined || builds.length === 0) return withUnsure(decision, commanding);
  const note = builtNote(
    folder,
    builds.map(({ text }) => text),
  );
  return withUnsure(
    withNotes(await after([...first, ...builds], 'tests after the build'), { notes: [note] }),
    commanding,
  );
}

function furtherBuilds(commanding: Commanding, first: readonly NeededCommand[]): NeededCommand[] {
  return first.some(({ kind }) => kind === 'build') ? [] : foundBuilds(commanding);
}

function withUnsure(decision: Decision, commanding: Commanding): Decision {
  return decision.outcome === 'passed' ? decision : withNotes(decision, { notes: unsureNotes(commanding) });
}

interface Testing {
  readonly project: Project;
  readonly installation: Installation;
  readonly tests: Tests;
  readonly round: Round;
}

async function testsAfter(
  commands: readonly NeededCommand[],
  { project, installation, tests, round }: Testing,
): Promise<Decision> {
  const { container, fault, isFinal, notes } = await prepared(project, installation, commands);
  if (fault !== undefined && isFinal) return withNotes(fault, { notes });
  return withNotes(overruled(await tests.run(container, round), fault), { notes });
}
