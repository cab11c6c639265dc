import type { Directory } from '@dagger.io/dagger';

import { type Catalogue, parseConfiguration } from './read-configuration.ts';
import type { Configuration } from './configuration.ts';

/**
 * The project's configuration.
 * @returns the defaults where the source has no `pipeline.json`
 * @throws UsageError when the file is wrong
 */
export async function configurationOf(source: Directory, catalogue: Catalogue): Promise<Configuration> {
  const isThere = await source.exists('pipeline.json');
  return parseConfiguration(isThere ? await source.file('pipeline.json').contents() : '{}', catalogue);
}
