import { commandsOf, programName } from './commands.ts';
import { type Fact, fact } from './fact.ts';
import type { Manifest } from './manifest.ts';
import { nameOf, topFirst, within } from './paths.ts';
import type { Sources } from './sources.ts';
import { askedFor } from './tool.ts';

/** A script of package.json, or a command that stands in none. */
export interface Script {
  /** `.`, or the folder of a workspace. */
  readonly folder: string;
  /** Its name in package.json; undefined for a command that a dependency asks for. */
  readonly name: string | undefined;
  readonly command: string;
}

/**
 * Scripts that write files which others need, by name, in the order in which they are run. npm runs the first two by
 * itself, but not where scripts of packages are switched off (npm, "Scripts", --ignore-scripts).
 */
const generating = [
  ...['postinstall', 'prepare', 'generate', 'codegen', 'gen', 'typegen', 'generate:types', 'prisma:generate'],
  'pretest',
];

/** Programs that set up hooks of git, and what stands beside them. */
const hookPrograms = new Set([
  'husky',
  'lefthook',
  'simple-git-hooks',
  'is-ci',
  'exit',
  'true',
  'echo',
  'pre-commit',
]);

/**
 * Programs that write nothing which a gate needs: those of hooks, and Nuxt, whose `generate` builds the pages of a site.
 * A script of these alone is not told.
 */
const otherPrograms: ReadonlyMap<string | undefined, ReadonlySet<string>> = new Map([
  ['postinstall', hookPrograms],
  ['prepare', hookPrograms],
  ['generate', new Set(['nuxt', 'nuxi'])],
]);

/** The build script of the root, which knows the order of its workspaces; without one, those of the workspaces. */
export function buildScripts({ root, packages }: Sources): Fact<Script>[] {
  const own = root === undefined ? [] : scriptsOf(root, ['build']);
  return own.length > 0 ? own : packages.flatMap((manifest) => scriptsOf(manifest, ['build']));
}

/**
 * What writes files that lint, types and tests need, in the root and in each workspace: scripts by name, and Prisma's
 * client where there is a schema and no script writes it (Prisma, "Generating Prisma Client").
 */
export function generateScripts(sources: Sources): Fact<Script>[] {
  return sources.packages.flatMap((manifest) => {
    const scripts = scriptsOf(manifest, generating).filter(({ value }) => !isForOthers(manifest, value));
    return [...scripts, ...prismaOf(sources, manifest)];
  });
}

function scriptsOf({ path, folder, scripts }: Manifest, names: readonly string[]): Fact<Script>[] {
  return names.flatMap((name) => {
    const command = scripts.get(name);
    if (command === undefined || command.trim() === '') return [];
    return [
      fact({ folder, name, command }, `${path}: scripts.${name} ${JSON.stringify(command.slice(0, 200))}`),
    ];
  });
}

function isForOthers({ scripts }: Manifest, { name }: Script): boolean {
  const programs = otherPrograms.get(name);
  if (name === undefined || programs === undefined) return false;
  return commandsOf(scripts, name).every((words) => words.some((word) => programs.has(programName(word))));
}

function prismaOf({ paths }: Sources, manifest: Manifest): Fact<Script>[] {
  const { folder, scripts } = manifest;
  const asked = askedFor(manifest, ['prisma', '@prisma/client']);
  const isThere = generating.some((name) => /\bprisma generate\b/.test(scripts.get(name) ?? ''));
  const below = [...paths].filter((path) => path.startsWith(folder === '.' ? '' : within(folder, '')));
  const schema = topFirst(below.filter((path) => path.endsWith('.prisma'))).sort(
    (left, right) => Number(nameOf(right) === 'schema.prisma') - Number(nameOf(left) === 'schema.prisma'),
  )[0];
  if (asked === undefined || schema === undefined || isThere) return [];
  return [fact({ folder, name: undefined, command: 'prisma generate' }, asked.from, schema)];
}
