import { type Fact, fact, type Found, type ProjectFiles } from './fact.ts';
import { saidBy } from './said.ts';
import { matchesGlob } from './glob.ts';
import type { Manifest } from './manifest.ts';
import { folderOf, nameOf, topFirst } from './paths.ts';
import { yamlList } from './yaml-lines.ts';

/** Patterns of workspaces, and where they stand. */
interface Patterns {
  readonly patterns: readonly string[];
  readonly source: string;
  readonly notes: readonly string[];
}

/**
 * The folders of a project's workspaces: those that have a package.json and match a pattern, and no pattern that
 * begins with `!`.
 *
 * Where there are patterns in pnpm-workspace.yaml, those of package.json do not count: pnpm does not read them, and
 * the other managers do not read pnpm's file, so that a project that has both is told (pnpm, "Workspace").
 * @param said patterns that the project gives in `pipeline.json`; they count before both
 */
export function workspacesOf(
  files: ProjectFiles,
  root: Manifest,
  said?: readonly string[],
): Found<readonly Fact<string>[]> {
  const { patterns, source, notes } =
    said === undefined
      ? patternsOf(files, root)
      : { patterns: said, source: saidBy('workspaces'), notes: [] };
  const folders = topFirst(files.paths.filter((path) => nameOf(path) === 'package.json').map(folderOf));
  const excluded = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
  const included = patterns.filter((pattern) => !pattern.startsWith('!'));
  const inside = included.filter((pattern) => !leaves(pattern));
  const matched = folders.flatMap((folder) => {
    const pattern = folder === '.' ? undefined : inside.find((one) => matchesGlob(one, folder));
    const isExcluded = pattern === undefined || excluded.some((one) => matchesGlob(one, folder));
    return isExcluded ? [] : [{ folder, pattern }];
  });
  const idle = inside.filter((one) => !folders.some((folder) => matchesGlob(one, folder)));
  return {
    found: matched.map(({ folder, pattern }) => fact(folder, `${source} ${JSON.stringify(pattern)}`)),
    notes: [
      ...notes,
      ...included
        .filter(leaves)
        .map((one) => `${source} ${JSON.stringify(one)} leaves the source: it is left out`),
      ...idle.map((one) => `${source} ${JSON.stringify(one)} matches no folder with a package.json`),
    ],
  };
}

function leaves(pattern: string): boolean {
  return pattern.startsWith('/') || /^[a-z]:/i.test(pattern) || pattern.split(/[/\\]/).includes('..');
}

function patternsOf(files: ProjectFiles, root: Manifest): Patterns {
  const own = { patterns: root.workspaces, source: 'package.json: workspaces', notes: [] };
  const text = files.text('pnpm-workspace.yaml');
  if (text === undefined) return own;
  const packages = yamlList(text, 'packages');
  if (packages === undefined) {
    const note =
      'pnpm-workspace.yaml: packages: expected a list of plain texts, one a line: it is not understood';
    return { ...own, notes: [note] };
  }
  if (packages.length === 0) return own;
  const isDouble = own.patterns.length > 0 && own.patterns.join() !== packages.join();
  const note = 'package.json: workspaces and pnpm-workspace.yaml: packages differ: the second counts';
  return { patterns: packages, source: 'pnpm-workspace.yaml: packages', notes: isDouble ? [note] : [] };
}
