import type { Found } from './fact.ts';
import { lockfiles } from './lockfiles.ts';
import type { AskedTool, Manifest } from './manifest.ts';
import { saidBy } from './said.ts';
import type { Sources } from './sources.ts';
import { parseRange } from './version-range.ts';

/** The package managers that are known. */
export const managerNames = ['npm', 'pnpm', 'yarn', 'bun'] as const;

/** One of {@link managerNames}. */
export type ManagerName = (typeof managerNames)[number];

/** Something that speaks for a package manager. */
export interface ManagerSign {
  readonly name: ManagerName;
  readonly from: string;
  /** True for what does not contradict another manager, such as npm in `engines`. */
  readonly isWeak: boolean;
}

/** What `packageManager` says: `pnpm@9.15.0+sha512.abc` (Node, package.json, "packageManager"). */
export interface NamedManager {
  readonly name: ManagerName;
  /** Without the hash; undefined for a name alone, which pnpm and bun take. */
  readonly version: string | undefined;
}

/** Reads `packageManager`; undefined where it is missing or names none of the known managers. */
export function namedManager(text: string | undefined): NamedManager | undefined {
  const match = /^([a-z]+)(?:@([^+\s]+)(?:\+\S*)?)?$/.exec(text ?? '');
  const name = managerNames.find((one) => one === match?.[1]);
  const version = match?.[2];
  if (name === undefined) return undefined;
  return { name, version: version !== undefined && parseRange(version) !== undefined ? version : undefined };
}

/** Files by which a manager is set up, though nothing was locked with it. */
const settingFiles: readonly (readonly [string, ManagerName])[] = [
  ['pnpm-workspace.yaml', 'pnpm'],
  ['bunfig.toml', 'bun'],
  ['.yarnrc.yml', 'yarn'],
  ['.yarnrc', 'yarn'],
];

/** All that speaks for a package manager, the strongest first; the order is explained at `managerOf`. */
export function managerSigns({
  root,
  paths,
  said: answers,
}: Sources): Readonly<{ signs: ManagerSign[] } & Pick<Found<0>, 'notes'>> {
  if (root === undefined) return { signs: [], notes: [] };
  const locked = lockfiles.filter(({ file }) => paths.has(file));
  const set = settingFiles.filter(([file]) => paths.has(file));
  const said = saidManager(root);
  const answer = namedManager(answers.packages);
  const signs = [
    ...(answer === undefined ? [] : [strong(answer.name, answerEvidence(answers.packages))]),
    ...said.signs,
    ...locked.map(({ file, name }) => strong(name, file)),
    ...onlyAllowed(root),
    // bun and yarn take settings beside another manager's lockfile: they do not contradict it.
    ...set.map(([file, name]) => weak(name, file)),
    ...fromMap(root.volta, 'volta').filter(({ name }) => name !== 'npm'),
    ...fromMap(root.engines, 'engines').filter(({ name }) => name !== 'npm'),
    weak('npm', 'package.json, and no sign of another package manager: npm comes with Node'),
  ];
  return { signs, notes: said.notes };
}

/** The evidence of a manager that the project names in `pipeline.json`. */
export function answerEvidence(packages: string | undefined): string {
  return `${saidBy('packages')} ${JSON.stringify(packages)}`;
}

/** What package.json says outright. */
function saidManager({ packageManager, devManagers }: Manifest): { signs: ManagerSign[]; notes: string[] } {
  const named = namedManager(packageManager);
  const evidence = `package.json: packageManager ${JSON.stringify(packageManager)}`;
  const notes =
    packageManager !== undefined && named?.version === undefined
      ? [`${evidence}: expected one of ${managerNames.join(', ')} with a version, such as pnpm@9.15.0`]
      : [];
  const own = named === undefined ? [] : [strong(named.name, evidence)];
  return { signs: [...own, ...devManagers.flatMap(askedManager)], notes };
}

function askedManager({ name, version }: AskedTool): ManagerSign[] {
  const known = managerNames.find((one) => one === name);
  return known === undefined ? [] : [strong(known, devEvidence({ name, version }))];
}

/** The evidence of a manager that `devEngines` asks for. */
export function devEvidence({ name, version }: AskedTool): string {
  return `package.json: devEngines.packageManager ${JSON.stringify(`${name}@${version ?? ''}`)}`;
}

/** `npx only-allow pnpm` before an installation lets no other manager in. */
function onlyAllowed({ scripts }: Manifest): ManagerSign[] {
  const script = scripts.get('preinstall') ?? '';
  const asked = /\bonly-allow\s+([a-z]+)/.exec(script)?.[1];
  const name = managerNames.find((one) => one === asked);
  return name === undefined
    ? []
    : [strong(name, `package.json: scripts.preinstall ${JSON.stringify(script)}`)];
}

/** A manager with a range; words such as "please use npm" keep people off it, and are no sign of it. */
function fromMap(versions: ReadonlyMap<string, string>, key: string): ManagerSign[] {
  return managerNames.flatMap((name) => {
    const range = versions.get(name);
    const isRange = range !== undefined && parseRange(range) !== undefined;
    return isRange ? [weak(name, `package.json: ${key}.${name} ${JSON.stringify(range)}`)] : [];
  });
}

const strong = (name: ManagerName, from: string): ManagerSign => ({ name, from, isWeak: false });
const weak = (name: ManagerName, from: string): ManagerSign => ({ name, from, isWeak: true });
