/**
 * A second process with a session: `second-process.ts FOLDER NAMESPACE DOCUMENT`. Asks the document and prints the
 * answer as JSON. Tests start it to see what another run finds, and kill it to see what a killed one leaves.
 */
import { startSession } from '../../src/api/session.ts';
import { madeTooLate } from './made-too-late.ts';

const [, , folder = '', namespace = '', document = ''] = process.argv;
const abort = new AbortController();
const session = await startSession({
  workdir: folder,
  signal: abort.signal,
  report: (line) => {
    const tooLate = madeTooLate(line, undefined);
    if (tooLate !== undefined) abort.abort(tooLate);
  },
  verbose: false,
  cacheFolder: folder,
  namespace,
});
try {
  process.stdout.write(JSON.stringify(await session.query(document)));
} finally {
  await session.close();
}
