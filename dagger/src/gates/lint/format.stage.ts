import type { Container, Directory } from '@dagger.io/dagger';

import { sourceFiles } from '../../project/files.stage.ts';
import { leftOut, type Project } from '../../project/project.stage.ts';
import { partOf } from '../../project/workspace.stage.ts';
import { workdirOf } from '../../project/workspace.ts';
import { attempt } from '../../tools/attempt.stage.ts';
import { foundWords } from '../packages/installed.ts';
import { type Installation, installationOf, installedPackages, withDependencies } from '../packages/stage.ts';
import { adapters } from './adapters/all.ts';
import { type LintTool, lintTools } from '../../project/settings/lint.ts';
import { type LintPart, lintParts } from './parts.ts';
import { useOf } from './tools.ts';

/**
 * The source after the fixes of the project's linters and formatters, one after the other. Findings that they cannot fix
 * are left for lint.
 * @param tools Default: those of the project.
 */
export async function format(project: Project, tools: readonly LintTool[] = lintTools): Promise<Directory> {
  const installation = await installationOf(project);
  let fixed = withDependencies(project, installation);
  for (const { folder, asked } of lintParts(project.configuration.lint, project.facts)) {
    const wanted = asked.filter((tool) => tools.includes(tool));
    fixed = await fixPart(fixed, await partOf(project, folder), { asked: wanted, installation });
  }
  return fixed.directory(workdirOf(project.workspace)).filter({ exclude: leftOut });
}

async function fixPart(
  source: Container,
  project: Project,
  { asked, installation }: Pick<LintPart, 'asked'> & { readonly installation: Installation },
): Promise<Container> {
  const [installed, { files }] = await Promise.all([
    installedPackages(project, installation),
    sourceFiles(project),
  ]);
  const fixes = asked.flatMap((tool) => {
    const { needed, fix } = adapters[tool];
    return fix?.(useOf(tool, installed.versions[needed.name] ?? '', { ...project, files })) ?? [];
  });
  return fixes.reduce(
    (container, { words, codes }) => attempt(container, foundWords(words, installed), { codes: [...codes] }),
    source.withWorkdir(workdirOf(project.workspace)),
  );
}
