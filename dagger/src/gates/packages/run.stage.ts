import type { Container } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import type { ManagerUse } from '../../project/manager-use.ts';
import { leftOut, type Project, withHour } from '../../project/project.stage.ts';
import { withPrograms } from '../../tools/attempt.stage.ts';
import { within } from '../../tools/deadline.ts';
import { handingOver } from '../../tools/user.ts';
import type { PackageManager } from './manager.ts';
import type { ScriptSettings } from './script-runs.ts';
import type { RegistryToken } from '../../project/registry-token.stage.ts';
import { withoutToken, withToken } from './token.stage.ts';

/** What an installation needs to know. */
interface InstallSettings {
  readonly manager: PackageManager;
  readonly use: ManagerUse;
  /** Node with the manager's program. */
  readonly program: Container;
  /** Patterns of the files that it reads. */
  readonly include: readonly string[];
  readonly token: RegistryToken | undefined;
  /** Whether it runs no code of the project, so that it may write to the cache that all projects install from. */
  readonly isShared: boolean;
}

/** An installation: the step that installs, and what it leaves for later steps. */
export interface InstallRun {
  readonly run: Container;
  /**
   * The packages, without cache and token: later steps run the project's own code, other projects install from the cache,
   * and nobody but the manager needs the token.
   */
  readonly packages: Container;
}

/**
 * Installs without any script. Without a lockfile the result is kept for the hour of the run, since it is another one
 * tomorrow. With a token it has no part in the shared cache: other projects would find private packages there.
 */
export function installRun(
  project: Project,
  { manager, use, program, include, token, isShared }: InstallSettings,
): InstallRun {
  const { path, volume } = manager.cache;
  const isCached = isShared && token === undefined;
  const base = isCached ? program.withMountedCache(path, dag.cacheVolume(volume)) : program;
  const container = base
    .withWorkdir('/src')
    .withDirectory('/src', project.workspace.root, { include: [...include], exclude: leftOut });
  const prepared = use.lockfile === undefined ? withHour(container, project) : container;
  const variables = Object.entries(manager.environment).map(([name, value]) => `${name}=${value}`);
  const prefix = variables.length === 0 ? [] : ['env', ...variables];
  const command = use.lockfile === undefined ? manager.unlocked : manager.frozen;
  const run = withToken(prepared, manager, token).withExec(within(600, handingOver([...prefix, ...command])));
  const uncached = isCached ? run.withoutMount(path) : run;
  return { run, packages: withoutToken(uncached, manager, token) };
}

/**
 * Runs the install scripts of packages that may run one, after the installation and apart from it. The manager's own command
 * for that (`npm rebuild` and others) would run the project's scripts, too, or ask first.
 * @param names none for a container as it is
 */
export function withScripts(packages: Container, names: readonly string[], use: ManagerUse): Container {
  if (names.length === 0) return packages;
  const settings: ScriptSettings = { folder: '/src', names, agent: `${use.name}/${use.version ?? '?'}` };
  const command = ['node', '/programs/packages/run-scripts.js', JSON.stringify(settings)];
  return withPrograms(packages, 'packages').withExec(within(900, handingOver(command)));
}
