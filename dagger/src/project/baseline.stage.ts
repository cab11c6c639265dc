import type { Directory } from '@dagger.io/dagger';

import { baselineFile, parseBaseline } from './read-baseline.ts';
import type { BaselineFile } from '../verdict/baseline.ts';

/**
 * The project's baseline.
 * @param tools the tools whose findings may be carried
 * @returns undefined where the source has no `pipeline.baseline.json`
 * @throws UsageError when the file is wrong
 */
export async function baselineOf(
  source: Directory,
  tools: readonly string[],
): Promise<BaselineFile | undefined> {
  if (!(await source.exists(baselineFile))) return undefined;
  return parseBaseline(await source.file(baselineFile).contents(), tools);
}
