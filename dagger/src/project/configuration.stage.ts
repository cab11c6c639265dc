import type { Directory } from '@dagger.io/dagger';

import { manifestFacts } from './manifest.ts';
import { projectName } from './name.ts';
import { type Catalogue, parseConfiguration } from './read-configuration.ts';
import type { Configuration } from './configuration.ts';

/**
 * The project's configuration.
 * @param folder path of the project in its repository, which names it where package.json does not
 * @returns the defaults where the source has no `pipeline.json`
 * @throws UsageError when the file is wrong
 */
export async function configurationOf(
  source: Directory,
  catalogue: Catalogue,
  folder = '.',
): Promise<Configuration> {
  const [own, manifest] = await Promise.all([
    textIfAny(source, 'pipeline.json'),
    textIfAny(source, 'package.json'),
  ]);
  const { name } = manifestFacts(manifest ?? '{}');
  return parseConfiguration(own ?? '{}', catalogue, projectName(name, folder));
}

async function textIfAny(source: Directory, path: string): Promise<string | undefined> {
  return (await source.exists(path)) ? source.file(path).contents() : undefined;
}
