import type { Container } from '@dagger.io/dagger';

import type { Project } from '../../project/project.stage.ts';
import { plainEvidenceOf } from '../../tools/attempt.stage.ts';
import { within } from '../../tools/deadline.ts';
import type { Decision } from '../../verdict/model.ts';
import { type Installation, withDependencies } from '../packages/stage.ts';
import { decideCommand } from './command-fault.ts';
import { type Commanding, commandNotes, type NeededCommand } from './commands.ts';
import { scriptsOf } from './scripts.ts';
import { ordinary } from '../../tools/user.ts';

/** Seconds that a command may take. */
const seconds = 900;

/** The installed source, with what its commands wrote. */
export interface Prepared {
  readonly container: Container;
  /** The decision on the command that failed, after which no other ran; undefined if none did. */
  readonly fault: Decision | undefined;
  /** Whether that command is one that `pipeline.json` names: then no gate does without it. */
  readonly isFinal: boolean;
  /** How many ran. */
  readonly ran: number;
  /** What ran that nobody named. */
  readonly notes: readonly string[];
}

/** The commands of a project, and what is found of them. */
export async function commandingOf({ source, configuration, facts }: Project): Promise<Commanding> {
  const manifest = (await source.exists('package.json'))
    ? await source.file('package.json').contents()
    : '{}';
  return { settings: configuration, facts, scripts: scriptsOf(manifest) };
}

/**
 * Runs commands over the installed source, each as a step of its own. The same commands are the same steps, so that lint and
 * tests share what they write.
 */
export async function prepared(
  project: Project,
  installation: Installation,
  commands: readonly NeededCommand[],
): Promise<Prepared> {
  let container = withDependencies(project, installation);
  const ran: NeededCommand[] = [];
  for (const command of commands) {
    const run = commandRun(container, project, installation, command);
    const evidence = await plainEvidenceOf(run);
    if (evidence.broke === true) {
      const fault = decideCommand(command, evidence);
      return {
        container,
        fault,
        isFinal: command.from === undefined,
        ran: ran.length,
        notes: commandNotes(ran),
      };
    }
    ran.push(command);
    container = run.withUser('root');
  }
  return { container, fault: undefined, isFinal: false, ran: ran.length, notes: commandNotes(ran) };
}

function commandRun(
  container: Container,
  { configuration: { env, test } }: Project,
  { manager }: Installation,
  { text }: NeededCommand,
): Container {
  const variables = [
    ...Object.entries({ CI: 'true', ...callingVariables(manager), ...env }),
    ['HOME', homeOf(test.user)],
  ];
  const command = [
    'sh',
    '-c',
    `PATH="$PWD/node_modules/.bin:/src/node_modules/.bin:$PATH"; export PATH\n${text}`,
  ];
  return container
    .withUser(test.user === 'root' ? 'root' : ordinary.id)
    .withExec(
      within(seconds, [
        'env',
        ...variables.map(([name, value]) => `${name ?? ''}=${value ?? ''}`),
        ...command,
      ]),
    );
}

/** Variables by which the manager's program calls scripts over what it installed. Folders of root's are not for this user. */
export function callingVariables({ environment }: Installation['manager']): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => !value.startsWith('/root')));
}

/** The home of who runs the tests. */
export function homeOf(user: Project['configuration']['test']['user']): string {
  return user === 'root' ? '/root' : ordinary.home;
}
