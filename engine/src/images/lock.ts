import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Folder of the lock files; one per user, since another user's files cannot be opened for writing. */
export const lockFolder = join(tmpdir(), `made-from-packages-${process.getuid?.() ?? 'user'}`);

/**
 * Does something while no other process does it.
 *
 * The lock is the kernel's (`flock`, of util-linux): its holder reads our pipe, so it goes away with this process, however
 * that ends, and no stale lock remains.
 * @param name what is locked; letters, digits, dots and dashes
 * @param onWait called when another process holds the lock
 */
export async function withLock<T>(
  name: string,
  { onWait, signal }: { onWait?: () => void; signal?: AbortSignal | undefined },
  action: () => Promise<T>,
): Promise<T> {
  await mkdir(lockFolder, { recursive: true });
  const file = join(lockFolder, `${name}.lock`);
  const holder = spawn('flock', ['--exclusive', file, 'sh', '-c', 'echo held && exec cat > /dev/null'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    signal,
  });
  const ended = once(holder, 'close');
  const waiting = onWait === undefined ? undefined : setTimeout(onWait, 500);
  try {
    const held = once(holder.stdout, 'data');
    await Promise.race([held, ended.then(() => Promise.reject(new Error(`flock could not lock ${file}`)))]);
    clearTimeout(waiting);
    return await action();
  } finally {
    clearTimeout(waiting);
    holder.stdin.end();
    await ended.catch(() => undefined);
  }
}
