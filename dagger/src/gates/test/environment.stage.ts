import type { Container } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import type { Project } from '../../project/project.stage.ts';
import { withPrograms } from '../../tools/attempt.stage.ts';
import { ordinary } from '../../tools/user.ts';
import type { Evidence } from '../../verdict/evidence.ts';
import type { Decision } from '../../verdict/model.ts';
import { beforeFault, type BeforeSettings } from '../needs/before.ts';
import type { NeededCommand } from '../needs/commands.ts';
import { startableDocker, withDocker } from '../needs/docker.stage.ts';
import { callingVariables, homeOf } from '../needs/prepare.stage.ts';
import { serviceFault, startable, withServices } from '../needs/services.stage.ts';
import type { Installation } from '../packages/stage.ts';
import { startablePostgres, withPostgres } from './postgres.stage.ts';
import { reports } from './report-files.ts';

/** A run of the tests. */
export interface Run {
  readonly project: Project;
  /** What its services are for: each run has services of its own. */
  readonly use: string;
  /** Commands that run directly before the tests. */
  readonly before: readonly NeededCommand[];
}

/** A container as tests find it on a developer's machine: variables, services, an ordinary user; and a folder for reports. */
export function withEnvironment(container: Container, { project, use }: Run): Container {
  const { env, services, docker, test } = project.configuration;
  const folder = dag.directory().withNewFile('coverage/.keep', '');
  const base = Object.entries(env)
    .reduce((one, [name, value]) => one.withEnvVariable(name, value), withPrograms(container, 'needs'))
    .withDirectory(reports, folder, { owner: ordinary.id })
    .withEnvVariable('CI', 'true')
    .withEnvVariable('HOME', homeOf(test.user));
  const bound = withServices(base, { services, use });
  const withDaemon = docker ? withDocker(bound, use) : bound;
  const all = test.postgres ? withPostgres(withDaemon) : withDaemon;
  return test.user === 'root' ? all : all.withUser(ordinary.id);
}

/** The command with those before it, in one step: what they do to a service is gone when the service ends. */
export function afterBefore(
  { before, installation }: Pick<Run, 'before'> & { readonly installation: Installation },
  command: readonly string[],
): string[] {
  if (before.length === 0) return [...command];
  const settings: BeforeSettings = {
    before: before.map(({ text }) => text),
    environment: callingVariables(installation.manager),
    command,
  };
  return ['node', '/programs/needs/before.js', JSON.stringify(settings)];
}

/**
 * Why a run of the tests has no answer, if not by the runner: a command before them failed, or a service did not start.
 * @param end how it ended, or the message of the error if it could not even be started
 */
export async function environmentFault(
  { project, use, before }: Run,
  end: Evidence | string,
): Promise<Decision | undefined> {
  const failed = typeof end === 'string' ? undefined : beforeFault(before, end);
  if (failed !== undefined) return failed;
  const { services, docker, test } = project.configuration;
  const started = [
    ...startable({ services, use }),
    ...(docker ? [startableDocker(use)] : []),
    ...(test.postgres ? [startablePostgres()] : []),
  ];
  return serviceFault(started, typeof end === 'string' ? end : end.stderr);
}
