import { type Fact, fact, type ProjectFiles } from './fact.ts';
import { versionByLockfile } from './lockfiles.ts';
import { answerEvidence, devEvidence, type ManagerName, namedManager } from './manager-signs.ts';
import type { Manifest } from './manifest.ts';
import type { Sources } from './sources.ts';
import { admits, onlyMajor, parseRange } from './version-range.ts';
import { toolVersions } from './version-files.ts';
import { linesOf } from './paths.ts';
import { yamlText } from './yaml-lines.ts';

/**
 * All that says a version of a manager, what counts first: what pipeline.json says, `packageManager` and `devEngines`, since tools obey them;
 * then a release of yarn that is kept in the project, version managers' files, `engines`, which is a range of what is
 * supported, and the format of the lockfile, which tells no more than the major.
 * @returns the versions, and notes about those that contradict the first
 */
export function managerVersions(
  sources: Sources,
  name: ManagerName,
): { readonly versions: readonly Fact<string>[]; readonly conflict: readonly string[] } {
  const { root, files, said: answers } = sources;
  if (root === undefined) return { versions: [], conflict: [] };
  const answer = namedManager(answers.packages);
  const candidates = [
    ...(answer?.name === name && answer.version !== undefined
      ? [fact(answer.version, answerEvidence(answers.packages))]
      : []),
    ...saidVersions(root, name),
    ...(name === 'yarn' ? [keptYarn(files)] : []),
    fromMap(root.volta, 'volta', name),
    ...toolVersions(files, [name]),
    fromMap(root.engines, 'engines', name),
    versionByLockfile(sources, name),
  ];
  const said = candidates.filter((one) => one !== undefined);
  const isRange = ({ value }: Fact<string>): boolean => parseRange(value) !== undefined;
  const versions = said.filter(isRange);
  const unread = said
    .filter((one) => !isRange(one))
    .map(({ from }) => `${from}: no version or range: it is left out`);
  return { versions, conflict: [...unread, ...conflictsAmong(versions)] };
}

function saidVersions({ packageManager, devManagers }: Manifest, name: ManagerName): Fact<string>[] {
  const named = namedManager(packageManager);
  const evidence = `package.json: packageManager ${JSON.stringify(packageManager)}`;
  const own = named?.name === name && named.version !== undefined ? [fact(named.version, evidence)] : [];
  const asked = devManagers.flatMap((tool) =>
    tool.name === name && tool.version !== undefined ? [fact(tool.version, devEvidence(tool))] : [],
  );
  return [...own, ...asked];
}

/** A release in the project, which every yarn hands over to: `yarnPath: .yarn/releases/yarn-4.9.2.cjs`. */
function keptYarn(files: ProjectFiles): Fact<string> | undefined {
  const berry = yamlText(files.text('.yarnrc.yml') ?? '', 'yarnPath');
  const classic = linesOf(files.text('.yarnrc') ?? '').find((line) =>
    /^(?:--install\.)?yarn-path\s/.test(line),
  );
  const path = berry ?? classic ?? '';
  const version = /yarn-(\d+\.\d+\.\d+)[\w.-]*?\.c?js/.exec(path)?.[1];
  const file = berry === undefined ? '.yarnrc' : '.yarnrc.yml';
  return version === undefined ? undefined : fact(version, `${file}: ${path}`);
}

function fromMap(
  versions: ReadonlyMap<string, string>,
  key: string,
  name: ManagerName,
): Fact<string> | undefined {
  const version = versions.get(name);
  return version === undefined
    ? undefined
    : fact(version, `package.json: ${key}.${name} ${JSON.stringify(version)}`);
}

/** A version that the first one does not agree with. pnpm's lockfile of 9 is that of all later ones, too. */
function conflictsAmong([first, ...others]: readonly Fact<string>[]): string[] {
  const major = first === undefined ? undefined : onlyMajor(parseRange(first.value));
  if (first === undefined || major === undefined) return [];
  const against = others.filter(({ value, from }) => {
    const range = parseRange(from.startsWith('pnpm-lock.yaml: lockfileVersion 9.0') ? '>=9' : value);
    return range !== undefined && !admits(range, major);
  });
  return against.map(({ from }) => `${from} contradicts ${first.from}, which counts`);
}
