/**
 * A second process with a session: `second-process.ts FOLDER NAMESPACE DOCUMENT`. Asks the document and prints the
 * answer as JSON. Tests start it to see what another run finds, and kill it to see what a killed one leaves.
 */
import { startSession } from '../../src/api/session.ts';

const [, , folder = '', namespace = '', document = ''] = process.argv;
const session = await startSession({
  workdir: folder,
  signal: new AbortController().signal,
  report: () => undefined,
  verbose: false,
  cacheFolder: folder,
  namespace,
});
try {
  process.stdout.write(JSON.stringify(await session.query(document)));
} finally {
  await session.close();
}
