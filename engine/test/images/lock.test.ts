import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withLock } from '../../src/images/lock.ts';
import { newName } from '../support/own-names.ts';

test('what is locked is done by one at a time', async () => {
  const name = newName();
  let inside = 0;
  let most = 0;
  const act = () =>
    withLock(name, {}, async () => {
      most = Math.max(most, ++inside);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    });
  await Promise.all([act(), act(), act()]);
  expect(most).toBe(1);
});

test('an action that fails frees the lock and keeps its error', async () => {
  const name = newName();
  await expect(withLock(name, {}, () => Promise.reject(new Error('first')))).rejects.toThrow('first');
  await expect(withLock(name, {}, () => Promise.resolve('second'))).resolves.toBe('second');
});

test('the lock of a process that is killed is free', async () => {
  const name = newName();
  const lock = join(import.meta.dirname, '../../src/images/lock.ts');
  const program = `import { withLock } from ${JSON.stringify(lock)};
    await withLock(${JSON.stringify(name)}, {}, () => new Promise(() => { console.log('held'); setInterval(() => {}, 1000); }));`;
  const holder = spawn(process.execPath, ['--input-type=module-typescript', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  holder.kill('SIGKILL');
  await expect(withLock(name, {}, () => Promise.resolve('mine'))).resolves.toBe('mine');
});
