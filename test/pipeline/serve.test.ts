import { once } from 'node:events';
import { expect, it, vi } from 'vitest';
import { start } from '../support/call.ts';
import { Greeter } from '../support/greeter.ts';
import { needs } from '../support/images.ts';

needs('node');

const servedWithinMs = 120_000;

it('serve leads from a port of this machine to the service, until it is interrupted', async () => {
  using project = new Greeter();
  const { child, stderr } = start(...project.arguments, 'serve', 'up', '--ports', '0:3000');
  const closed = once(child, 'close');
  const url = await vi.waitUntil(() => /^(http:\S+) leads to port 3000/m.exec(stderr())?.[1], {
    timeout: servedWithinMs,
    interval: 50,
  });
  const answer = await fetch(new URL('/health', url));
  expect(answer.status).toBe(200);
  child.kill('SIGINT');
  expect(await closed).toEqual([130, null]);
  await expect(fetch(new URL('/health', url))).rejects.toThrow();
});
