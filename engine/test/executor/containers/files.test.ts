import { lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { needs } from '../../support/needs.ts';
import { base, inSession, testCache } from '../../support/session.ts';

needs(base);

const list = ['sh', '-c', 'cd /in && find . -printf "%p %M %u\\n" | sort'];

describe('files in a container', () => {
  it('are those that were asked for, with their permissions and owner', async () => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      const source = client
        .directory()
        .withNewFile('a.txt', 'a')
        .withNewFile('run.sh', '#!/bin/sh', { permissions: 0o755 })
        .withNewFile('deep/b.txt', 'b')
        .withNewFile('deep/c.log', 'c')
        .withDirectory('empty', client.directory());
      const container = client.container().from(base);
      const ask = (options: object): Promise<string> =>
        container.withDirectory('/in', source, options).withExec(list).stdout();
      expect(await ask({ owner: 'node' })).toBe(
        [
          '. drwxr-xr-x node',
          './a.txt -rw-r--r-- node',
          './deep drwxr-xr-x node',
          './deep/b.txt -rw-r--r-- node',
          './deep/c.log -rw-r--r-- node',
          './empty drwxr-xr-x node',
          './run.sh -rwxr-xr-x node\n',
        ].join('\n'),
      );
      const some = await ask({ include: ['**/*.txt'], exclude: ['deep'] });
      expect(some.split('\n').map((line) => line.split(' ')[0])).toEqual(['.', './a.txt', '']);
    });
  });

  it('laid one over the other stay in that order', async () => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      const container = client
        .container()
        .from(base)
        .withNewFile('/in/file', 'first')
        .withDirectory('/in', client.directory().withNewFile('file', 'second').withNewFile('other', 'o'))
        .withFile('/in/file', client.directory().withNewFile('x', 'third').file('x'), { permissions: 0o600 })
        .withNewFile('/in/below/it', ' fourth ');
      const script = 'cat file below/it; stat -c %a file';
      expect(await container.withWorkdir('/in').withExec(['sh', '-c', script]).stdout()).toBe(
        'third fourth 600\n',
      );
      expect(await container.directory('/in').glob('**')).toEqual(['below/', 'below/it', 'file', 'other']);
    });
  });

  it('may have any name, and links stay links', async () => {
    await using cache = testCache();
    const names = ['with space', 'ünïcode-文字', "quote'$x", 'a'.repeat(200)];
    const folder = join(cache.folder, 'host');
    mkdirSync(join(folder, 'sub'), { recursive: true });
    for (const name of names) writeFileSync(join(folder, 'sub', name), name);
    symlinkSync('sub', join(folder, 'link'));
    await inSession(cache, async (client) => {
      const container = client
        .container()
        .from(base)
        .withDirectory('/in', client.host().directory('host'))
        .withExec(['sh', '-c', 'ls /in/link | wc -l; readlink /in/link; ln -s /in/sub/* /in/last; true']);
      expect(await container.stdout()).toBe('4\nsub\n');
      const back = container.directory('/in');
      expect((await back.directory('sub').entries()).sort()).toEqual([...names].sort());
      expect(await container.directory('/in/link').entries()).toEqual(await back.directory('sub').entries());
      expect(await container.file('/in/link/with space').contents()).toBe('with space');
      await back.export('out');
      expect(readFileSync(join(cache.folder, 'out', 'sub', 'ünïcode-文字'), 'utf8')).toBe('ünïcode-文字');
      expect(lstatSync(join(cache.folder, 'out', 'link')).isSymbolicLink()).toBe(true);
    });
  });

  it('can be read where nothing can run', async () => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      const built = client
        .directory()
        .withNewFile('Dockerfile', 'FROM scratch\nCOPY data /data\n')
        .withNewFile('data/file', 'text')
        .dockerBuild();
      expect(await built.file('/data/file').contents()).toBe('text');
      expect(await built.rootfs().glob('data/*')).toEqual(['data/file']);
      const empty = client.container().withNewFile('/a/b', 'text');
      expect(await empty.directory('/').entries()).toContain('a/');
      expect(await empty.file('/a/b').contents()).toBe('text');
    });
  });

  it('in mounts are no part of it', async () => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      const container = client
        .container()
        .from(base)
        .withNewFile('/app/own', 'own')
        .withNewFile('/app/cache/hidden', 'under the mount')
        .withMountedCache('/app/cache', client.cacheVolume('files'))
        .withExec(['sh', '-c', 'ls /app/cache; echo in > /app/cache/file; echo made > /app/made']);
      expect(await container.stdout()).toBe('');
      expect(await container.directory('/app').glob('**')).toEqual(['cache/', 'cache/hidden', 'made', 'own']);
      await expect(container.file('/app/cache/file').contents()).rejects.toThrow(
        '/app/cache/file is in a mount (cache at /app/cache), which is no part of the container',
      );
    });
  });

  it('that are not there are told with what is', async () => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      const container = client.container().from(base);
      await expect(container.file('/etc/nothing').contents()).rejects.toThrow(
        '/etc/nothing does not exist in the container',
      );
      await expect(container.file('/etc').contents()).rejects.toThrow('/etc is not a file in the container');
      await expect(container.directory('/etc/passwd').entries()).rejects.toThrow(
        '/etc/passwd is not a directory',
      );
      const directory = client.directory().withNewFile('one', '1').withNewFile('two', '2');
      await expect(directory.file('three').contents()).rejects.toThrow(
        'three: no such file; there are one, two',
      );
      await expect(container.withNewFile('/x', '', { owner: 'nobody-here' }).sync()).rejects.toThrow(
        'nobody-here is not in /etc/passwd of the container: give a number or a name that is there',
      );
    });
  });

  it('of a volume belong to whom they were given when it was made', async () => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      const ask = (owner: string): Promise<string> =>
        client
          .container()
          .from(base)
          .withMountedCache('/home/node/.npm', client.cacheVolume('owned'), { owner })
          .withUser('node')
          .withExec(['sh', '-c', 'echo x >> ~/.npm/file && stat -c %U ~/.npm && wc -l < ~/.npm/file'])
          .stdout();
      expect(await ask('node')).toBe('node\n1\n');
      expect(await ask('0:0')).toBe('node\n2\n');
    });
  });
});
