import { rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  ReturnType,
  type Client,
  type Container,
  type ContainerWithExecOpts,
  type Directory,
} from '@dagger.io/dagger';
import { describe, expect, it } from 'vitest';
import { askOther } from '../support/processes.ts';
import { needs } from '../support/needs.ts';
import { counted, counting, runs } from '../support/runs.ts';
import { base, inSession, testCache } from '../support/session.ts';

needs(base, 'debian:bookworm-slim');

const noting = counted('echo result; mkdir -p /made; echo file > /made/file');

describe('the same recipe', () => {
  it('runs once, in a session, at once, and in later ones', async () => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      const shared = counting(client).withExec(noting);
      const leaves = Array.from({ length: 20 }, (_, index) =>
        index % 2 === 0 ? shared.stdout() : counting(client).withExec(noting).file('/made/file').contents(),
      );
      expect(new Set(await Promise.all(leaves))).toEqual(new Set(['result\n', 'file\n']));
      expect(await runs(client)).toBe(1);
    });
    await inSession(cache, async (client) => {
      const again = counting(client).withExec(noting);
      expect(await again.stdout()).toBe('result\n');
      expect(await again.directory('/made').entries()).toEqual(['file']);
      expect(await again.file('/made/file').contents()).toBe('file\n');
      expect(await again.withExec(['cat', '/made/file']).stdout()).toBe('file\n');
      expect(await runs(client)).toBe(1);
    });
  });

  it('runs once for two processes, one after the other', async () => {
    await using cache = testCache();
    const args = JSON.stringify(counted('echo result'));
    const asked = (volume: string): string =>
      `{ container { from(address: "${base}") { withMountedCache(path: "/count", cache: "${volume}") { withExec(args: ${args}) { stdout } } } } }`;
    await inSession(cache, async (client) => {
      const document = asked(await client.cacheVolume('count').id());
      const answer = { container: { from: { withMountedCache: { withExec: { stdout: 'result\n' } } } } };
      expect(await askOther(cache, document)).toEqual(answer);
      expect(await askOther(cache, document)).toEqual(answer);
      expect(await runs(client)).toBe(1);
    });
  });

  it('is judged anew by what is expected of it, without running again', async () => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      const failing = counted('echo found; exit 4');
      expect(await counting(client).withExec(failing, { expect: ReturnType.Any }).exitCode()).toBe(4);
      await expect(counting(client).withExec(failing).sync()).rejects.toMatchObject({
        exitCode: 4,
        stdout: 'found\n',
      });
      expect(await runs(client)).toBe(1);
    });
  });

  it('that failed is never believed to have run', async () => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      for (const attempt of [1, 2]) {
        await expect(counting(client).withExec(counted('exit 1')).sync(), `${attempt}`).rejects.toThrow();
      }
      expect(await runs(client)).toBe(2);
    });
  });
});

type Variant = readonly [string, (container: Container, client: Client) => Container, ContainerWithExecOpts?];

describe('a changed input', () => {
  const file = (client: Client, text: string, permissions = 0o644): Directory =>
    client.directory().withNewFile('file', text, { permissions });
  const variants: readonly Variant[] = [
    ['nothing', (container) => container],
    ['a variable', (container) => container.withEnvVariable('A', '1')],
    ["a variable's value", (container) => container.withEnvVariable('A', '2')],
    ['a file', (container, client) => container.withDirectory('/in', file(client, 'one'))],
    ["a file's content", (container, client) => container.withDirectory('/in', file(client, 'two'))],
    ['permissions', (container, client) => container.withDirectory('/in', file(client, 'one', 0o600))],
    [
      'an owner',
      (container, client) => container.withDirectory('/in', file(client, 'one'), { owner: 'node' }),
    ],
    ['where files are', (container, client) => container.withDirectory('/on', file(client, 'one'))],
    ['the working directory', (container) => container.withWorkdir('/tmp')],
    ['the user', (container) => container.withUser('0:0')],
    ['a mount', (container) => container.withMountedTemp('/mnt/a')],
    ["a mount's path", (container) => container.withMountedTemp('/mnt/b')],
    ['a volume', (container, client) => container.withMountedCache('/mnt/a', client.cacheVolume('other'))],
    ['a secret', (container, client) => container.withSecretVariable('S', client.setSecret('s', 'text one'))],
    [
      "a secret's text",
      (container, client) => container.withSecretVariable('S', client.setSecret('s', 'text two')),
    ],
    [
      'a mounted secret',
      (container, client) => container.withMountedSecret('/s', client.setSecret('s', 'text one')),
    ],
    [
      "a secret file's mode",
      (container, client) =>
        container.withMountedSecret('/s', client.setSecret('s', 'text one'), { mode: 0o444 }),
    ],
    ['another command before it', (container) => container.withExec(['true'])],
    ['standard input', (container) => container, { stdin: 'text' }],
    ['no init process', (container) => container, { noInit: true }],
    ['another base', (container) => container.from('debian:bookworm-slim')],
  ];

  it('runs again, and each comes out of the cache the next time', async () => {
    await using cache = testCache();
    // Another text each time that it runs.
    const command = ['cat', '/proc/sys/kernel/random/uuid'];
    const ask = async (client: Client): Promise<readonly (readonly [string, string])[]> => {
      const found: (readonly [string, string])[] = [];
      for (const [name, change, options] of variants) {
        const container = change(client.container().from(base), client);
        found.push([name, await container.withExec(command, options).stdout()]);
      }
      return found;
    };
    const first = await inSession(cache, ask);
    const distinct = new Map(first.map(([name, text]) => [text, name]));
    expect([...distinct.values()]).toEqual(variants.map(([name]) => name));
    expect(await inSession(cache, ask)).toEqual(first);
  });

  it('is none where a variable is volatile', async () => {
    await using cache = testCache();
    for (const value of ['one', 'two']) {
      await inSession(cache, async (client) => {
        const container = counting(client).withVolatileVariable('RUN', value);
        expect(await container.withExec(counted('echo $RUN')).stdout()).toBe('one\n');
        expect(await runs(client)).toBe(1);
      });
    }
  });
});

describe('a cache that somebody has been at', () => {
  it.each(['records', 'content'])('heals when its %s are gone', async (folder) => {
    await using cache = testCache();
    const ask = (client: Client): Promise<string> =>
      counting(client).withExec(noting).file('/made/file').contents();
    await inSession(cache, ask);
    rmSync(join(cache.folder, folder), { recursive: true });
    await inSession(cache, async (client) => {
      expect(await counting(client).withExec(noting).stdout()).toBe('result\n');
      expect(await ask(client)).toBe('file\n');
      expect(await runs(client)).toBe(2);
    });
  });
});
