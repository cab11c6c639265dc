import type { Directory, GitRef } from '@dagger.io/dagger';

import { catalogue, defaults } from '../gates/order.ts';
import type { BaseUse, Weakening } from '../verdict/model.ts';
import { type Subjects, weakerSubjects } from './subjects.ts';
import { UsageError } from '../verdict/usage-error.ts';
import { weakenings } from './weakened.ts';
import { configurationOf } from '../project/configuration.stage.ts';
import type { Project } from '../project/project.stage.ts';

/** The state of the target branch where no other is named, as git keeps it in a clone. */
const defaultBase = 'origin/HEAD';

/** What is weaker than the defaults and than the target branch, and whether that could be looked at. */
export interface Comparison {
  readonly base: BaseUse;
  readonly weakened: readonly Weakening[];
}

/** Compares the project's settings, and what its gates look at, with the defaults and with the target branch. */
export async function compareSettings(project: Project): Promise<Comparison> {
  const own = weakenings(project.configuration, { configuration: defaults, than: 'defaults' });
  const name = project.base === '' ? defaultBase : project.base;
  const { whyUnknown } = await project.revision();
  const found = whyUnknown ?? (await findBase(project));
  if (typeof found === 'string') return { base: { name, reason: found }, weakened: own };
  try {
    const weaker = await weakerThan(found, project);
    return { base: { name, commit: await found.commit() }, weakened: [...own, ...weaker] };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { base: { name, reason: `${name} could not be read: ${reason}` }, weakened: own };
  }
}

/** @throws UsageError when a base is named that the repository does not have */
export async function requireBase(project: Project): Promise<void> {
  if (project.base === '') return;
  const found = await findBase(project);
  if (typeof found === 'string') throw new UsageError(`--base: ${found}`);
}

/** The named state of the repository, or why there is none. */
async function findBase({ repository, base }: Project): Promise<GitRef | string> {
  const names = base === '' ? [`refs/remotes/${defaultBase}`] : [base, `refs/remotes/${base}`];
  for (const name of names) {
    const ref = repository.asGit().ref(name);
    const isThere = await ref.commit().then(
      () => true,
      () => false,
    );
    if (isThere) return ref;
  }
  return base === ''
    ? `the clone has no ${defaultBase}: fetch the target branch and name it by --base`
    : `the repository has no commit, branch or tag ${base}: fetch it first`;
}

async function weakerThan(base: GitRef, project: Project): Promise<Weakening[]> {
  const { folder } = project;
  const tree = base.tree({ discardGitDir: true });
  const source = folder === '.' ? tree : tree.directory(folder);
  const [configuration, then, now] = await Promise.all([
    configurationOf(source, catalogue),
    subjectsOf(source, project),
    subjectsOf(project.source, project),
  ]);
  const settings = weakenings(project.configuration, { configuration, than: 'base' });
  return [...settings, ...weakerSubjects(now, then)];
}

async function subjectsOf(source: Directory, { dockerfile, manifests }: Project): Promise<Subjects> {
  const contents = async (path: string): Promise<string | undefined> =>
    (await source.exists(path)) ? source.file(path).contents() : undefined;
  const there = async (path: string): Promise<[string, boolean]> => [path, await source.exists(path)];
  const patterns = ['**/*.test.*', '**/*.spec.*'];
  const [places, tests, lockfile, npmrc] = await Promise.all([
    Promise.all([dockerfile, manifests, 'package-lock.json', 'tsconfig.json'].map(there)),
    Promise.all(patterns.map((pattern) => source.glob(pattern))),
    contents('package-lock.json'),
    contents('.npmrc'),
  ]);
  const files = tests.flat().filter((path) => !/(?:^|\/)node_modules\//.test(path));
  return { places: Object.fromEntries(places), tests: files, lockfile, npmrc: npmrc ?? '' };
}
