import { rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  ExecError,
  ReturnType,
  type Client,
  type Container,
  type ContainerWithExecOpts,
  type Directory,
} from '@dagger.io/dagger';
import { describe, expect, it } from 'vitest';
import { askOther } from '../../support/processes.ts';
import { needs } from '../../support/needs.ts';
import { counted, counting, runs, telling } from '../../support/runs.ts';
import { base, inSession, testCache } from '../../support/session.ts';

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
    const args = telling();
    const document = `{ container { from(address: "${base}") { withExec(args: ${JSON.stringify(args)}) { stdout } } } }`;
    const stdout = await inSession(cache, (client) => client.container().from(base).withExec(args).stdout());
    expect(await askOther(cache, document)).toEqual({ container: { from: { withExec: { stdout } } } });
  });

  it('is judged anew by what is expected of it, without running again', async () => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      const container = client.container().from(base);
      const found = container.withExec(telling('exit 4'), { expect: ReturnType.Any });
      expect(await found.exitCode()).toBe(4);
      const stdout = await found.stdout();
      await expect(container.withExec(telling('exit 4')).sync()).rejects.toMatchObject({
        exitCode: 4,
        stdout,
      });
    });
  });

  it('that failed is never believed to have run', async () => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      const failed = async (): Promise<string> => {
        const failing = client.container().from(base).withExec(telling('exit 1'));
        const error: unknown = await failing.sync().catch((reason: unknown) => reason);
        return error instanceof ExecError ? error.stdout : '';
      };
      const [first, second] = [await failed(), await failed()];
      expect(first).toMatch(/^[0-9a-f-]{36}\n$/);
      expect(second).toMatch(/^[0-9a-f-]{36}\n$/);
      expect(second).not.toBe(first);
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
    const command = ['cat', '/proc/sys/kernel/random/uuid'];
    const ask = (client: Client): Promise<readonly (readonly [string, string])[]> =>
      Promise.all(
        variants.map(async ([name, change, options]) => {
          const container = change(client.container().from(base), client);
          return [name, await container.withExec(command, options).stdout()] as const;
        }),
      );
    const first = await inSession(cache, ask);
    const distinct = new Map(first.map(([name, text]) => [text, name]));
    expect([...distinct.values()]).toEqual(variants.map(([name]) => name));
    expect(await inSession(cache, ask)).toEqual(first);
  });

  it('is none where a variable is volatile', async () => {
    await using cache = testCache();
    const ask = (value: string): Promise<string> =>
      inSession(cache, (client) =>
        client
          .container()
          .from(base)
          .withVolatileVariable('RUN', value)
          .withExec(telling('echo $RUN'))
          .stdout(),
      );
    const first = await ask('one');
    expect(first).toMatch(/\none\n$/);
    expect(await ask('two')).toBe(first);
  });
});

describe('a cache that somebody has been at', () => {
  it.each(['records', 'content'])('heals when its %s are gone', async (folder) => {
    await using cache = testCache();
    const ran = (client: Client): Container => client.container().from(base).withExec(telling());
    const before = await inSession(cache, (client) => ran(client).file('/told').contents());
    rmSync(join(cache.folder, folder), { recursive: true });
    await inSession(cache, async (client) => {
      const after = await ran(client).stdout();
      expect(after).not.toBe(before);
      expect(await ran(client).file('/told').contents()).toBe(after);
    });
  });
});
