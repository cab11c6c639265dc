import type { ProjectFacts } from '../../project/facts/facts.ts';
import type { TestSettings } from '../../project/settings/test.ts';

/**
 * The folders in which tests are run, the top first. A workspace whose tests run by the runner of the top is part of that
 * run, as it is when the project's own `test` script is called there. A command that `pipeline.json` names runs at the top.
 */
export function testFolders(
  { testRunners }: Pick<ProjectFacts, 'testRunners'>,
  { command }: Pick<TestSettings, 'command'> = {},
): string[] {
  if (command !== undefined) return ['.'];
  const top = new Set(testRunners.filter(({ value }) => value.folder === '.').map(({ value }) => value.name));
  const others = testRunners
    .map(({ value }) => value)
    .filter(({ folder, name }) => folder !== '.' && !top.has(name));
  const folders = [...new Set(others.map(({ folder }) => folder))];
  return top.size > 0 || folders.length === 0 ? ['.', ...folders] : folders;
}
