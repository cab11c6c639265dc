import type { Directory } from '@dagger.io/dagger';

import { doraOf, type Measure } from './verdict/deployment/dora.ts';
import { parsePastDeployment } from './verdict/deployment/past.ts';
import { UsageError } from './verdict/usage-error.ts';

/**
 * The four measures over a directory of past `deployment.json` files, whatever their names and folders.
 * @throws UsageError when there is none, or one of them is no record of a deployment
 */
export async function measuresOf(history: Directory): Promise<Measure[]> {
  const paths = await history.glob('**/*.json');
  if (paths.length === 0) throw new UsageError('--history: expected deployment.json files, found no .json');
  const read = async (path: string) => parsePastDeployment(path, await history.file(path).contents());
  return doraOf(await Promise.all(paths.map(read)));
}
