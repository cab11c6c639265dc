import type { Directory } from '@dagger.io/dagger';

import { doraOf, type Measure } from './dora.ts';
import { isRecordName, parsePastDeployment } from './past.ts';
import { UsageError } from '../../verdict/usage-error.ts';

/**
 * The four measures over a directory of past records, in any folders. Other files of the reports are
 * ignored.
 * @throws UsageError when there is none, or one of them is no record of a deployment
 */
export async function measuresOf(history: Directory): Promise<Measure[]> {
  const paths = (await history.glob('**/*.json')).filter(isRecordName);
  if (paths.length === 0)
    throw new UsageError('--history: expected files named deployment.json or like it, found none');
  const read = async (path: string) => parsePastDeployment(path, await history.file(path).contents());
  return doraOf(await Promise.all(paths.map(read)));
}
