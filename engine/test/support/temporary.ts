import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newName } from './own-names.ts';

/**
 * A folder that is removed at the end of the test: `using folder = temporaryFolder()`. That of a run that was killed is
 * removed by the next run; see leftovers.ts.
 */
export function temporaryFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), `${newName()}-`));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
