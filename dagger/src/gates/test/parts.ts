import type { ProjectFacts } from '../../project/facts/facts.ts';

/**
 * The folders in which tests are run, the top first. A workspace whose tests run by the runner of the top is part of that
 * run, as it is when the project's own `test` script is called there.
 */
export function testFolders({ testRunners }: Pick<ProjectFacts, 'testRunners'>): string[] {
  const top = new Set(testRunners.filter(({ value }) => value.folder === '.').map(({ value }) => value.name));
  const others = testRunners
    .map(({ value }) => value)
    .filter(({ folder, name }) => folder !== '.' && !top.has(name));
  const folders = [...new Set(others.map(({ folder }) => folder))];
  return top.size > 0 || folders.length === 0 ? ['.', ...folders] : folders;
}
