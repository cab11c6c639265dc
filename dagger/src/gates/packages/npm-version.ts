import type { ManagerUse } from '../../project/manager-use.ts';

/**
 * npm where the project names none and its Node has an older one. npm before 11 runs `prepare` of each workspace that
 * another package depends on, in spite of `--ignore-scripts`.
 */
export const broughtNpm = '11.21.2';

/** The first major version of npm that runs no script unasked. */
const firstQuiet = 11;

/** Which Node the packages are installed on. */
interface NodeOrigin {
  /** Whether it is that of the pipeline's own programs, whose npm is new enough. */
  readonly isPipelines: boolean;
  /** Whether it is an image of the project's own, whose npm is used as it is. */
  readonly isOwn: boolean;
}

/** The manager at the version that installs: a newer npm than that of an older Node, unless the project names one. */
export function quietManager(use: ManagerUse, { isPipelines, isOwn }: NodeOrigin): ManagerUse {
  const isAsked = exactMajor(use) !== undefined;
  return use.name !== 'npm' || isAsked || isPipelines || isOwn ? use : { ...use, version: broughtNpm };
}

/** Whether an installation may run `prepare` of workspaces: then it needs their sources, and writes nothing that others read. */
export function runsPrepare(use: ManagerUse, { isOwn }: Pick<NodeOrigin, 'isOwn'>): boolean {
  return use.name === 'npm' && (isOwn || (exactMajor(use) ?? firstQuiet) < firstQuiet);
}

/** The major of an exact version, which alone is brought. */
function exactMajor({ version = '' }: ManagerUse): number | undefined {
  const major = /^(\d+)\.\d+\.\d+/.exec(version)?.[1];
  return major === undefined ? undefined : Number(major);
}
