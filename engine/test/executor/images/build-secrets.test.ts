import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client, Container, Secret } from '@dagger.io/dagger';
import Dockerode from 'dockerode';
import { expect, it } from 'vitest';
import { needs } from '../../support/needs.ts';
import { base, inSession, testCache } from '../../support/session.ts';

needs(base);

/** A build of its own, with a step that lasts longer than a session in which nobody says that it is alive. */
const build = (client: Client, run: string, secrets: Secret[], id: string): Container =>
  client
    .directory()
    .withNewFile('Dockerfile', `FROM ${base}\nRUN echo ${id} && sleep 2\nRUN ${run}\n`)
    .dockerBuild({ secrets });

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const mount = '--mount=type=secret,id=token,required=true';

it('a secret is a file of the step that mounts it, and nowhere else', async () => {
  await using cache = testCache();
  const token = `token-${randomUUID()}`;
  const docker = new Dockerode();
  await inSession(cache, async (client) => {
    const secret = client.setSecret('token', token);
    const run = `${mount} sha256sum /run/secrets/token > /digest`;
    const built = build(client, run, [secret], cache.namespace);
    expect(await built.file('/digest').contents()).toContain(sha256(token));
    const search =
      'grep -rlF "$TOKEN" / --exclude-dir=proc --exclude-dir=sys --exclude-dir=dev --exclude=secret-environment || echo none';
    const searched = built.withSecretVariable('TOKEN', secret).withExec(['sh', '-c', search]);
    expect(await searched.stdout()).toBe('none\n');
  });
  const images = await docker.listImages({ filters: { reference: [`${cache.namespace}/cache`] } });
  expect(images.length).toBeGreaterThan(0);
  for (const { Id } of images) {
    const image = docker.getImage(Id);
    expect(JSON.stringify([await image.inspect(), await image.history()])).not.toContain(token);
  }
  for (const file of readdirSync(cache.folder, { recursive: true, withFileTypes: true })) {
    if (file.isFile()) expect(readFileSync(join(file.parentPath, file.name)).includes(token)).toBe(false);
  }
});

it('what a step prints of a secret is hidden', async () => {
  await using cache = testCache();
  const token = `token-${randomUUID()}`;
  await inSession(cache, async (client) => {
    const run = `${mount} cat /run/secrets/token && exit 3`;
    const built = build(client, run, [client.setSecret('token', token)], cache.namespace);
    const error: unknown = await built.sync().catch((reason: unknown) => reason);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(token);
    expect(error).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('***') as string });
  });
});

it('a step that requires a secret fails without it, and another goes on', async () => {
  await using cache = testCache();
  await inSession(cache, async (client) => {
    const other = client.setSecret('other', 'a secret');
    await expect(build(client, `${mount} true`, [other], cache.namespace).sync()).rejects.toThrow(/token/);
    const optional = '--mount=type=secret,id=token test ! -e /run/secrets/token';
    await build(client, optional, [other], cache.namespace).sync();
  });
});

it('another text of a secret builds nothing anew', async () => {
  await using cache = testCache();
  const run = `${mount} cat /proc/sys/kernel/random/uuid > /run-id`;
  const runId = (text: string): Promise<string> =>
    inSession(cache, (client) =>
      build(client, run, [client.setSecret('token', text)], cache.namespace)
        .file('/run-id')
        .contents(),
    );
  expect(await runId('one text')).toBe(await runId('another text'));
});
