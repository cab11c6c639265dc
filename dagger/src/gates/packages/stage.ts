import type { Container } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { allowedScripts, scriptFiles } from './allowed-scripts.ts';
import { type Installed, readInstalled } from './installed.ts';
import { copiesFolders, type PackageManager, type Texts } from './manager.ts';
import { adapterOf } from './managers/all.ts';
import { npm } from './managers/npm.ts';
import { quietManager, runsPrepare } from './npm-version.ts';
import { type NodeImage, nodeImageOf } from './node-image.stage.ts';
import { installRun, withScripts } from './run.stage.ts';
import { type RegistryToken, registryToken } from '../../project/registry-token.stage.ts';
import type { Decision } from '../../verdict/model.ts';
import { withPrograms } from '../../tools/attempt.stage.ts';
import { managerIn } from '../../project/manager.stage.ts';
import type { ManagerUse } from '../../project/manager-use.ts';
import { leftOut, type Project } from '../../project/project.stage.ts';
import { pathIn, workdirOf } from '../../project/workspace.ts';
import { within } from '../../tools/deadline.ts';
import { ordinary } from '../../tools/user.ts';

/** How a project's packages are installed. Nothing runs until a part of it is asked for. */
export interface Installation {
  readonly manager: PackageManager;
  readonly use: ManagerUse;
  readonly node: NodeImage;
  /** Node with the manager's program. */
  readonly program: Container;
  /** The installation without scripts, with the files that it reads in /src, and the cache if it is shared. */
  readonly run: Container;
  /** What later steps run in: the packages alone, after the install scripts that may run. */
  readonly installed: Container;
  /**
   * True if no code of the project or of a package has run in it, and its lockfile says what it installs: only then may
   * what later steps make of it be read by other projects. Never for a project's own image.
   */
  readonly isUntouched: boolean;
  /** Packages that may run an install script. */
  readonly scripts: readonly string[];
  /** What the registries of private packages were given, for other questions to them. */
  readonly token: RegistryToken | undefined;
  /** Facts for the reports of all gates that use the packages. */
  readonly notes: readonly string[];
}

/** Describes the installation, by the project's package manager and its lockfile. */
export async function installationOf(project: Project): Promise<Installation> {
  const [asked, node] = await Promise.all([managerIn(project), nodeImageOf(project)]);
  const use = quietManager(asked, node);
  const manager = adapterOf(use);
  const [texts, own, lists] = await Promise.all([
    textsOf(project, manager.reads),
    textsOf(project, use.name === 'npm' ? [] : ['package.json', use.lockfile ?? '']),
    textsOf(project, scriptFiles),
  ]);
  const prepares = runsPrepare(use, node);
  const include = prepares || copiesFolders(Object.values(own)) ? ['**'] : manager.files;
  const isOwn = use.lockfile !== undefined && !manager.runsOwnCode(texts) && !node.isOwn && !prepares;
  const program = withProgram(manager, use, node);
  const unlocked = use.lockfile === undefined ? [`no lockfile: what ${manager.name} installs today`] : [];
  const token = project.npmToken && (await registryToken(project.workspace.root, project.npmToken));
  const { run, packages } = installRun(project, { manager, use, program, include, token, isShared: isOwn });
  const scripts = allowedScripts(project.configuration.audit.installScripts ?? [], use.name, lists);
  return {
    manager,
    use,
    node,
    program,
    run,
    installed: withScripts(packages, scripts, use),
    isUntouched: isOwn && scripts.length === 0,
    scripts,
    token,
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

/** What later steps run in. @throws Error where there is no such Node: another one would say something else */
function packagesOf({ node, installed }: Installation): Container {
  if (node.fault !== undefined) throw new Error(node.fault.reason);
  return installed;
}

/**
 * Node with the sources of the workspace in /src and its dependencies installed; both are the test user's. Only install
 * scripts that are allowed have run. It stands in the folder of the project.
 * @param without further paths to leave out of the sources; they do not affect the installation
 */
export function withDependencies(
  { workspace }: Project,
  installation: Installation,
  without: readonly string[] = [],
): Container {
  const hidden = without.map((path) => pathIn(workspace.folder, path));
  const options = { exclude: [...leftOut, ...hidden], owner: ordinary.id };
  return packagesOf(installation)
    .withDirectory('/src', workspace.root, options)
    .withWorkdir(workdirOf(workspace));
}

/** What is installed, as a program reads it from node_modules. */
export async function installedPackages(
  { workspace }: Pick<Project, 'workspace'>,
  installation: Installation,
): Promise<Installed> {
  const run = withPrograms(packagesOf(installation), 'packages').withExec(
    within(120, ['node', '/programs/packages/installed.js', '/src', workspace.folder]),
  );
  return readInstalled(await run.stdout());
}

/** The decision of a gate, with the facts of the installation that it used. */
export function withNotes(decision: Decision, { notes }: Pick<Installation, 'notes'>): Decision {
  return notes.length === 0 ? decision : { ...decision, notes: [...(decision.notes ?? []), ...notes] };
}
