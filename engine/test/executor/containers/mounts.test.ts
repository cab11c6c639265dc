import type { Client, Container } from '@dagger.io/dagger';
import { describe, expect, it } from 'vitest';
import { needs } from '../../support/needs.ts';
import { base, inSession, testCache } from '../../support/session.ts';

needs(base);

/** A container with a program and a directory mounted. */
function mounted(client: Client): Container {
  const files = client.directory().withNewFile('a/one', '1').withNewFile('two', '2');
  const program = client.directory().withNewFile('run', '#!/bin/sh\necho ran\n', { permissions: 0o755 });
  return client
    .container()
    .from(base)
    .withMountedFile('/bin/program', program.file('run'))
    .withMountedDirectory('/etc/cron.d', files, { owner: 'node' });
}

describe('a mounted file or directory', () => {
  it('is there for commands, with its permissions and its owner alone', async () => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      const script = 'program; cd /etc/cron.d; find . -type f | sort; stat -c %U two';
      const ran = mounted(client).withExec(['sh', '-c', script]);
      expect(await ran.stdout()).toBe('ran\n./a/one\n./two\nnode\n');
    });
  });

  it('is no part of the files, and its content is what a command depends on', async () => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      const ran = mounted(client).withExec(['touch', '/etc/cron.d/left']);
      const look = ['sh', '-c', 'cat /bin/program; ls /etc/cron.d'];
      const list = ran.withoutMount('/bin/program').withoutMount('/etc/cron.d').withExec(look);
      expect(await list.stdout()).not.toMatch(/ran|two|left/);
      const other = ran.withMountedDirectory('/etc/cron.d', client.directory().withNewFile('three', '3'));
      expect(await other.withExec(look).stdout()).toMatch(/echo ran\nthree\n$/);
    });
  });
});
