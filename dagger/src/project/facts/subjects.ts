import type { Sources } from './sources.ts';

/** A file of tests by its name, or by the folder in which runners look for tests. */
const testFile = /\.(?:test|spec)\.[cm]?[jt]sx?$|(?:^|\/)(?:__tests__|tests?)\/(?:.*\/)?[^/]+\.[cm]?[jt]sx?$/;

/** Paths of the test files, whether a runner is there or not. */
export function testFilesOf({ files }: Sources): string[] {
  return files.paths.filter((path) => testFile.test(path));
}

/** Names of the packages that a project asks for, in any of its package.json files; those of its workspaces among them. */
export function dependenciesOf({ packages }: Sources): string[] {
  return [...new Set(packages.flatMap(({ dependencies }) => [...dependencies.keys()]))].sort();
}
