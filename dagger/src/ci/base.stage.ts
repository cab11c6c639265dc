import type { Directory, GitRef } from '@dagger.io/dagger';

import { scriptsOf } from '../gates/needs/scripts.ts';
import { selectTools } from '../gates/lint/tools.ts';
import { catalogue, defaults } from '../gates/order.ts';
import type { BaseUse, Weakening } from '../verdict/model.ts';
import { type Subjects, weakerSubjects } from './subjects.ts';
import { UsageError } from '../verdict/usage-error.ts';
import { weakenings } from './weakened.ts';
import { weakerBaseline } from './weakened-baseline.ts';
import { baselineOf } from '../project/baseline.stage.ts';
import type { Configuration } from '../project/configuration.ts';
import { configurationOf } from '../project/configuration.stage.ts';
import { registryFiles } from '../gates/audit/managers/all.ts';
import { lockfiles } from '../project/facts/lockfiles.ts';
import { manifestFolders } from '../project/manifests.stage.ts';
import type { Project } from '../project/project.stage.ts';

/** The default target branch, as git records it in a clone. */
const defaultBase = 'origin/HEAD';

/** The settings that are weaker than the defaults or the target branch, and whether they could be compared. */
export interface Comparison {
  readonly base: BaseUse;
  readonly weakened: readonly Weakening[];
}

/** The target branch, or why there is none to compare with. */
export type Base = GitRef | string;

/** Finds the target branch. @throws UsageError if the repository does not have the one that is named */
export async function findBase(project: Project): Promise<Base> {
  const { repository, base } = project;
  const { whyUnknown } = await project.revision();
  if (whyUnknown !== undefined && base === '') return whyUnknown;
  const names = base === '' ? [`refs/remotes/${defaultBase}`] : [base, `refs/remotes/${base}`];
  for (const name of names) {
    const ref = repository.asGit().ref(name);
    if (await isIn(ref, name)) return ref;
  }
  if (base !== '') {
    throw new UsageError(
      `--base: the repository has no branch or tag ${base}, nor a commit of that full id: fetch it first`,
    );
  }
  return `the clone has no ${defaultBase}: fetch the target branch and name it by --base`;
}

/** Whether the repository holds what a name leads to. A commit's id is believed as it is, so its files are asked for. */
async function isIn(ref: GitRef, name: string): Promise<boolean> {
  const isCommit = /^[0-9a-f]{40}$/.test(name);
  const look: Promise<unknown> = isCommit ? ref.tree({ discardGitDir: true }).entries() : ref.commit();
  return look.then(
    () => true,
    () => false,
  );
}

/** Compares the project's settings, and the files that its gates check, with the defaults and the target branch. */
export async function compareSettings(project: Project, found: Base): Promise<Comparison> {
  const name = project.base === '' ? defaultBase : project.base;
  const { base, weaker } =
    typeof found === 'string'
      ? { base: { name, reason: found }, weaker: [] }
      : await against(found, name, project);
  const own = weakenings(withTools(project.configuration, project), {
    configuration: withTools(defaults, project),
    than: 'defaults',
  });
  return { base, weakened: [...own, ...weaker] };
}

async function against(
  ref: GitRef,
  name: string,
  project: Project,
): Promise<{ base: BaseUse; weaker: readonly Weakening[] }> {
  try {
    const weaker = await weakerThan(ref, project);
    return { base: { name, commit: await ref.commit() }, weaker };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { base: { name, reason: `${name} could not be read: ${reason}` }, weaker: [] };
  }
}

async function weakerThan(base: GitRef, project: Project): Promise<Weakening[]> {
  const { folder } = project;
  const tree = base.tree({ discardGitDir: true });
  const source = folder === '.' ? tree : tree.directory(folder);
  const places = [project.dockerfile, ...(await manifestFolders(source))];
  const [configuration, baseline, then, now] = await Promise.all([
    configurationOf(source, catalogue),
    baselineOf(source, catalogue.carried),
    subjectsOf(source, places),
    subjectsOf(project.source, places),
  ]);
  const settings = weakenings(withTools(project.configuration, project), {
    configuration: withTools(configuration, project),
    than: 'base',
  });
  return [...settings, ...weakerBaseline(project.baseline, baseline), ...weakerSubjects(now, then)];
}

/** A configuration with the tools of lint that it names, or else those that the project has. */
function withTools(configuration: Configuration, { facts }: Pick<Project, 'facts'>): Configuration {
  const { lint } = configuration;
  return { ...configuration, lint: { ...lint, tools: selectTools(lint, facts).asked } };
}

/** @param looked paths at which gates look, and of which it is known whether they are there */
async function subjectsOf(source: Directory, looked: readonly string[]): Promise<Subjects> {
  const contents = async (path: string): Promise<string | undefined> =>
    (await source.exists(path)) ? source.file(path).contents() : undefined;
  const there = async (path: string): Promise<[string, boolean]> => [path, await source.exists(path)];
  const patterns = ['**/*.test.*', '**/*.spec.*'];
  const [places, tests, lockfile, npmrc, manifest, settings] = await Promise.all([
    Promise.all([...looked, ...lockfiles.map(({ file }) => file), 'tsconfig.json'].map(there)),
    Promise.all(patterns.map((pattern) => source.glob(pattern))),
    contents('package-lock.json'),
    contents('.npmrc'),
    contents('package.json'),
    Promise.all(registryFiles.map(async (file) => [file, (await contents(file)) ?? ''] as const)),
  ]);
  const files = tests.flat().filter((path) => !/(?:^|\/)node_modules\//.test(path));
  return {
    places: Object.fromEntries(places),
    tests: files,
    lockfile,
    npmrc: npmrc ?? '',
    managerSettings: Object.fromEntries(settings),
    scripts: scriptsOf(manifest ?? ''),
  };
}
