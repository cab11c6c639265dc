import type { Directory } from '@dagger.io/dagger';

import type { ProjectFacts, Said } from './facts/facts.ts';
import { factsOf } from './facts/facts.ts';
import { factFiles } from './facts/files.ts';
import { leftOut } from './project.stage.ts';

/**
 * What a source is, by its files and what is said of it; see {@link factsOf}. A folder that `glob` names, with a slash at its end, is no file.
 * @throws UsageError when its package.json is no JSON object
 */
export async function factsOfSource(source: Directory, said: Said = {}): Promise<ProjectFacts> {
  const files = source.filter({ exclude: leftOut });
  const paths = (await files.glob('**/*')).filter((path) => !path.endsWith('/'));
  const named = [said.image?.dockerfile?.value ?? ''].filter((path) => paths.includes(path));
  const read = [...new Set([...factFiles(paths), ...named])].map(
    async (path) => [path, await textOf(files, path)] as const,
  );
  const texts = new Map(await Promise.all(read));
  return factsOf({ paths, text: (path) => texts.get(path) }, said);
}

/** The text of a file; undefined for a link that leads nowhere, which the gates refuse by name. */
function textOf(files: Directory, path: string): Promise<string | undefined> {
  return files
    .file(path)
    .contents()
    .catch(() => undefined);
}
