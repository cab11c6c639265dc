import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { run, type Ran } from './measure.ts';

const root = resolve(import.meta.dirname, '../..');

/** Measures on a copy of the repository at its last commit, which is gone afterwards, and after an interrupt too. */
export async function onCopy<T>(measure: (copy: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'engine-bench-copy-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    const copy = join(folder, 'copy');
    await run('git', ['clone', '--quiet', '--shared', root, copy]);
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    return await measure(copy);
  } finally {
    process.off('exit', remove);
    remove();
  }
}

/** Calls a function of the module in the copy. */
export function call(copy: string, ...args: string[]): Promise<Ran> {
  return run(
    process.execPath,
    [join(root, 'engine/src/call.ts'), '--mod', copy, '--progress', 'plain', ...args],
    copy,
  );
}
