import type { Directory } from '@dagger.io/dagger';

import { type Configuration, defaults, parseConfiguration } from './configuration.ts';

/**
 * The project's configuration.
 * @returns the defaults where the source has no `pipeline.json`
 * @throws UsageError when the file is wrong
 */
export async function configurationOf(source: Directory): Promise<Configuration> {
  if (!(await source.exists('pipeline.json'))) return defaults;
  return parseConfiguration(await source.file('pipeline.json').contents());
}
