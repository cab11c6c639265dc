import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import type { Client, Container } from '@dagger.io/dagger';
import Dockerode from 'dockerode';
import { expect, it } from 'vitest';
import { isTooFull, makeRoom } from '../../../src/executor/session/make-room.ts';
import { namesIn } from '../../../src/executor/docker/names.ts';
import { ContentStore } from '../../../src/store/content.ts';
import { RecordStore } from '../../../src/store/records.ts';
import { needs } from '../../support/needs.ts';
import { telling } from '../../support/runs.ts';
import { base, inSession, testCache, testSession, withSdk, type TestCache } from '../../support/session.ts';

needs(base);

/** The stores of a cache that no session works with. */
const keptIn = ({ folder, namespace }: TestCache) => ({
  docker: new Dockerode(),
  names: namesIn(namespace),
  records: new RecordStore(join(folder, 'records')),
  content: new ContentStore(join(folder, 'content')),
});

const imagesOf = async ({ docker, names }: ReturnType<typeof keptIn>): Promise<number> => {
  const tags = (await docker.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
  return tags.filter((tag) => tag.startsWith(`${names.cacheRepository}:`)).length;
};

/** Lets a year pass for every record of a cache. */
function age({ folder }: TestCache): void {
  const kinds = join(folder, 'records');
  const then = new Date(Date.now() - 365 * 86_400_000);
  for (const file of readdirSync(kinds, { recursive: true, encoding: 'utf8' }))
    utimesSync(join(kinds, file), then, then);
}

it('removes what was not used for the longest time, and the rest is used as before', async () => {
  await using cache = testCache();
  const run = (client: Client, name: string): Container =>
    client
      .container()
      .from(base)
      .withExec(telling(`echo ${name}`));
  const first = await inSession(cache, (client) =>
    Promise.all([run(client, 'used').file('/told').contents(), run(client, 'unused').stdout()]),
  );
  age(cache);
  await inSession(cache, async (client) => {
    expect(await run(client, 'used').file('/told').contents()).toBe(first[0]);
  });
  const kept = keptIn(cache);
  const orphan = kept.content.put('nothing names this');
  utimesSync(kept.content.path(orphan.digest), 0, 0);
  const before = await imagesOf(kept);

  expect(await makeRoom(kept)).toBeGreaterThan(0);

  expect(await imagesOf(kept)).toBeLessThan(before);
  expect(kept.content.has(orphan.digest)).toBe(false);

  await inSession(cache, async (client) => {
    expect(await run(client, 'used').file('/told').contents()).toBe(first[0]);
    expect(await run(client, 'used').stdout()).toBe(`${first[0]}used\n`);
    expect(await run(client, 'unused').stdout()).not.toBe(first[1]);
  });
});

it('takes a disk for too full when less is free than a run shall leave', async () => {
  await using cache = testCache();
  const { docker } = keptIn(cache);
  expect(await isTooFull({ folder: cache.folder, docker, keepFreeBytes: Number.MAX_SAFE_INTEGER })).toBe(
    true,
  );
  expect(await isTooFull({ folder: cache.folder, docker, keepFreeBytes: 0 })).toBe(false);
});

it('is done by the last session to end, which says so', async () => {
  await using cache = testCache();
  const [first, last] = await Promise.all([
    testSession(cache, { keepFreeBytes: Number.MAX_SAFE_INTEGER }),
    testSession(cache, { keepFreeBytes: Number.MAX_SAFE_INTEGER }),
  ]);
  for (const session of [first, last])
    await withSdk(session, (client) => client.container().from(base).withExec(telling()).stdout());
  await first.close();
  await last.close();
  const told = /the disk is nearly full: removed \d+ results/;
  expect(first.reports.join('\n')).not.toMatch(told);
  expect(last.reports.join('\n')).toMatch(told);
});
