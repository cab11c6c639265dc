import type { Container } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { decideProgram } from './install.ts';
import { type Installed, readInstalled } from './installed.ts';
import { copiesFolders, type PackageManager, type Texts } from './manager.ts';
import { adapterOf } from './managers/all.ts';
import { npm } from './managers/npm.ts';
import { type NodeImage, nodeImageOf } from './node-image.stage.ts';
import type { Decision } from '../../verdict/model.ts';
import { plainEvidenceOf, withPrograms } from '../../tools/attempt.stage.ts';
import { managerIn } from '../../project/manager.stage.ts';
import type { ManagerUse } from '../../project/manager-use.ts';
import { leftOut, type Project, withHour } from '../../project/project.stage.ts';
import { pathIn, workdirOf } from '../../project/workspace.ts';
import { within } from '../../tools/deadline.ts';
import { handingOver, ordinary } from '../../tools/user.ts';

/** How a project's packages are installed. Nothing runs until a part of it is asked for. */
export interface Installation {
  readonly manager: PackageManager;
  readonly use: ManagerUse;
  readonly node: NodeImage;
  /** Node with the manager's program. */
  readonly program: Container;
  /** The installation, with the files that it reads in /src, and the cache if it is shared. */
  readonly run: Container;
  /**
   * True if no code of the project has run in it, and its lockfile says what it installs: only then may it write what
   * other projects read. Nor may a project's own image.
   */
  readonly isShared: boolean;
  /** Facts for the reports of all gates that use the packages. */
  readonly notes: readonly string[];
}

/** Describes the installation, by the project's package manager and its lockfile. */
export async function installationOf(project: Project): Promise<Installation> {
  const [use, node] = await Promise.all([managerIn(project), nodeImageOf(project)]);
  const manager = adapterOf(use);
  const [texts, own] = await Promise.all([
    textsOf(project, manager.reads),
    textsOf(project, use.name === 'npm' ? [] : ['package.json', use.lockfile ?? '']),
  ]);
  const include = copiesFolders(Object.values(own)) ? ['**'] : manager.files;
  const isShared = use.lockfile !== undefined && !manager.runsOwnCode(texts) && !node.isOwn;
  const program = withProgram(manager, use, node);
  const unlocked = use.lockfile === undefined ? [`no lockfile: what ${manager.name} installs today`] : [];
  return {
    manager,
    use,
    node,
    program,
    run: installRun(project, { manager, use, program, isShared, include }),
    isShared,
    notes: [...node.notes, ...unlocked, ...manager.notes(texts)],
  };
}

/** Texts of files in the top directory of the workspace, by name. */
export async function textsOf(
  { workspace: { root } }: Pick<Project, 'workspace'>,
  names: readonly string[],
): Promise<Texts> {
  const entries = await root.entries();
  const present = names.filter((name) => entries.includes(name));
  const texts = present.map(async (name) => [name, await root.file(name).contents()] as const);
  return Object.fromEntries(await Promise.all(texts));
}

/** Node with the manager's program, brought by npm before anything of a project is there. */
export function withProgram(
  manager: PackageManager,
  { version }: ManagerUse,
  { base, isOwn }: NodeImage,
): Container {
  const commands = manager.program(version);
  if (commands.length === 0) return base;
  const { path, volume } = npm.cache;
  const cached = isOwn ? base : base.withMountedCache(path, dag.cacheVolume(volume));
  const brought = commands.reduce((container, command) => container.withExec(within(300, command)), cached);
  return isOwn ? brought : brought.withoutMount(path);
}

/** Installs. Without a lockfile the result is kept for the hour of the run, since it is another one tomorrow. */
function installRun(
  project: Project,
  {
    manager,
    use,
    program,
    isShared,
    include,
  }: Pick<Installation, 'manager' | 'use' | 'program' | 'isShared'> & { readonly include: readonly string[] },
): Container {
  const { path, volume } = manager.cache;
  const base = isShared ? program.withMountedCache(path, dag.cacheVolume(volume)) : program;
  const container = base
    .withWorkdir('/src')
    .withDirectory('/src', project.workspace.root, { include: [...include], exclude: leftOut });
  const variables = Object.entries(manager.environment).map(([name, value]) => `${name}=${value}`);
  const prefix = variables.length === 0 ? [] : ['env', ...variables];
  return use.lockfile === undefined
    ? withHour(container, project).withExec(within(600, handingOver([...prefix, ...manager.unlocked])))
    : container.withExec(within(600, handingOver([...prefix, ...manager.frozen])));
}

/**
 * The packages alone, without the manager's cache: later steps run the project's own code, and other projects install
 * from the cache.
 */
function installed({ manager, node, run, isShared }: Installation): Container {
  if (node.fault !== undefined) throw new Error(node.fault.reason);
  return isShared ? run.withoutMount(manager.cache.path) : run;
}

/**
 * Node with the sources of the workspace in /src and its dependencies installed, without install scripts; both are the test
 * user's. It stands in the folder of the project.
 * @param without further paths to leave out of the sources; they do not affect the installation
 */
export function withDependencies(
  { workspace }: Project,
  installation: Installation,
  without: readonly string[] = [],
): Container {
  const hidden = without.map((path) => pathIn(workspace.folder, path));
  const options = { exclude: [...leftOut, ...hidden], owner: ordinary.id };
  return installed(installation)
    .withDirectory('/src', workspace.root, options)
    .withWorkdir(workdirOf(workspace));
}

/** The decision of each gate that needs the packages if they could not be installed; undefined if they were. */
export async function installFault(installation: Installation): Promise<Decision | undefined> {
  const { manager, use, node, run } = installation;
  if (node.fault !== undefined) return node.fault;
  const fault = await programFault(installation);
  if (fault !== undefined) return fault;
  const command = use.lockfile === undefined ? manager.unlocked : manager.frozen;
  const words = command[0] === 'sh' ? `${use.name} install` : command.slice(0, 2).join(' ');
  return manager.decide(await plainEvidenceOf(run), words);
}

/** The decision if the manager's program could not be brought; undefined if it was. */
export async function programFault({
  manager,
  use,
  program,
}: Pick<Installation, 'manager' | 'use' | 'program'>): Promise<Decision | undefined> {
  if (manager.program(use.version).length === 0) return undefined;
  return decideProgram(await plainEvidenceOf(program), manager.name);
}

/** What is installed, as a program reads it from node_modules. */
export async function installedPackages(
  { workspace }: Pick<Project, 'workspace'>,
  installation: Installation,
): Promise<Installed> {
  const run = withPrograms(installed(installation), 'packages').withExec(
    within(120, ['node', '/programs/packages/installed.js', '/src', workspace.folder]),
  );
  return readInstalled(await run.stdout());
}

/** The decision of a gate, with the facts of the installation that it used. */
export function withNotes(decision: Decision, { notes }: Pick<Installation, 'notes'>): Decision {
  return notes.length === 0 ? decision : { ...decision, notes: [...(decision.notes ?? []), ...notes] };
}
