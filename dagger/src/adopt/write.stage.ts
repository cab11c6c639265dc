import type { Changeset, Directory } from '@dagger.io/dagger';

import { inProject, type ProposedFile } from './proposed-file.ts';
import { format } from '../gates/lint/format.stage.ts';
import { selectTools } from '../gates/lint/tools.ts';
import type { Project } from '../project/project.stage.ts';
import { withSource } from '../project/workspace.stage.ts';
import type { LintTool } from '../project/settings/lint.ts';
import { unavailableBy } from '../verdict/evidence.ts';

/** Tools that hold JSON and YAML to a format. */
const formatters: readonly LintTool[] = ['prettier', 'biome'];

/** The repository with the files, as changes to it. */
export async function proposedChanges(
  { repository, ...project }: Project,
  files: readonly Pick<ProposedFile, 'path' | 'text'>[],
): Promise<Changeset> {
  const written = await inOwnFormat({ repository, ...project }, files);
  return withFiles(repository, written).changes(repository);
}

function withFiles(directory: Directory, files: readonly Pick<ProposedFile, 'path' | 'text'>[]): Directory {
  return files.reduce((all, { path, text }) => all.withNewFile(path, text), directory);
}

/**
 * The files as the project's own formatters write them, which would be red for them otherwise. A formatter is the
 * project's code: what changes more than white space is not taken from it.
 */
async function inOwnFormat<File extends Pick<ProposedFile, 'path' | 'text'>>(
  project: Project,
  files: readonly File[],
): Promise<readonly File[]> {
  const { asked } = selectTools(project.configuration.lint, project.facts);
  const tools = asked.filter((tool) => formatters.includes(tool));
  const own = files.flatMap((file) => {
    const name = nameIn(project.folder, file.path);
    return name === undefined ? [] : [{ file, name }];
  });
  if (tools.length === 0 || own.length === 0 || !project.gates.includes('lint')) return files;
  const source = withFiles(
    project.source,
    own.map(({ file, name }) => ({ path: name, text: file.text })),
  );
  try {
    const formatted = await format(withSource(project, source), tools);
    return await Promise.all(
      files.map(async (file) => {
        const name = nameIn(project.folder, file.path);
        return name === undefined
          ? file
          : { ...file, text: onlySpaced(file.text, await formatted.file(name).contents()) };
      }),
    );
  } catch (error) {
    console.error(`the files are proposed without the project's own format: ${unavailableBy(error).reason}`);
    return files;
  }
}

/** A path of the repository in the project's folder; undefined for what is outside of it. */
function nameIn(folder: string, path: string): string | undefined {
  const prefix = inProject(folder, '');
  return path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
}

function onlySpaced(text: string, formatted: string): string {
  const bare = (one: string): string => one.replaceAll(/\s/g, '');
  return bare(text) === bare(formatted) ? formatted : text;
}
