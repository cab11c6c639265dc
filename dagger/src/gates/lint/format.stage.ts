import type { Directory } from '@dagger.io/dagger';

import { leftOut, type Project } from '../../project/project.stage.ts';
import { attempt } from '../../tools/attempt.stage.ts';
import { installationOf, installedPackages, withDependencies } from '../packages/stage.ts';
import { adapters } from './adapters/all.ts';
import { selectTools, useOf } from './tools.ts';

/**
 * The source after the fixes of the project's linters and formatters, one after the other. Findings that they cannot fix
 * are left for lint.
 */
export async function format(project: Project): Promise<Directory> {
  const installation = await installationOf(project);
  const { versions } = await installedPackages(installation);
  const { asked } = selectTools(project.configuration.lint, project.facts);
  const fixes = asked.flatMap((tool) => {
    const { needed, fix } = adapters[tool];
    return fix === undefined ? [] : [fix(useOf(tool, versions[needed.name] ?? '', project.facts))];
  });
  const fixed = fixes.reduce(
    (container, { words, codes }) => attempt(container, [...words], { codes: [...codes] }),
    withDependencies(project, installation),
  );
  return fixed.directory('/src').filter({ exclude: leftOut });
}
