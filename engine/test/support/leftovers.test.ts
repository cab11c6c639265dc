import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Dockerode from 'dockerode';
import { expect, test } from 'vitest';
import { namesIn } from '../../src/executor/docker/names.ts';
import { resolveImage } from '../../src/images/index.ts';
import { removeLeftFolders, removeLeftInDocker, removeLeftLocks } from './leftovers.ts';
import { needs } from './needs.ts';
import { leftName, newName } from './own-names.ts';
import { base, containersOf, inSession, networksOf, testCache } from './session.ts';
import { temporaryFolder } from './temporary.ts';

needs(base);

/** A name that a process gave which has ended. */
function nameOfEnded(): string {
  const script = join(import.meta.dirname, 'own-names.ts');
  const program = `import { newName } from ${JSON.stringify(script)}; process.stdout.write(newName());`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module-typescript', '--eval', program]);
  return stdout.toString();
}

test('a name is left when the process that gave it has ended, and on this machine', () => {
  const name = nameOfEnded();
  expect(leftName(`${name}-run-1`)).toBe(name);
  expect(leftName(newName())).toBeUndefined();
  expect(leftName(name.replace(/engine-test-.{8}/, 'engine-test-00000000'))).toBeUndefined();
  expect(leftName('messenger-pipeline-run-1')).toBeUndefined();
});

test('folders of runs that were killed are removed, and no others', async () => {
  using folder = temporaryFolder();
  const [left, own, other] = [`${nameOfEnded()}-x`, newName(), 'others'];
  for (const name of [left, own, other]) mkdirSync(join(folder.path, name, 'data'), { recursive: true });
  await removeLeftFolders(folder.path);
  expect([left, own, other].map((name) => existsSync(join(folder.path, name)))).toEqual([false, true, true]);
});

test('locks of runs that were killed are removed, and no others', () => {
  using folder = temporaryFolder();
  const left = nameOfEnded();
  const locks = [
    `${left}.lock`,
    `made-from-packages-${left}-1.lock`,
    `${newName()}.lock`,
    'made-from-packages-x.lock',
  ];
  for (const name of locks) writeFileSync(join(folder.path, name), '');
  removeLeftLocks(folder.path);
  removeLeftLocks(join(folder.path, 'none'));
  expect(locks.map((name) => existsSync(join(folder.path, name)))).toEqual([false, false, true, true]);
});

test('containers, networks, images and volumes of runs that were killed are removed, and no others', async () => {
  const docker = new Dockerode();
  await using own = testCache();
  using folder = temporaryFolder();
  const left = { folder: folder.path, namespace: nameOfEnded() };
  for (const cache of [own, left])
    await inSession(cache, (client) =>
      client
        .container()
        .from(base)
        .withMountedCache('/kept', client.cacheVolume('kept'))
        .withExec(['touch', '/kept/file'])
        .sync(),
    );
  const { containerPrefix, networkPrefix, sessionLabel } = namesIn(left.namespace);
  const { imageId: Image } = await resolveImage(docker, base);
  await docker.createContainer({ Image, name: `${containerPrefix}1`, Labels: { [sessionLabel]: '1' } });
  await docker.createNetwork({ Name: `${networkPrefix}1` });
  await removeLeftInDocker(docker);
  expect([await keptBy(own.namespace), await keptBy(left.namespace)]).toEqual([
    { containers: 0, networks: 0, images: 1, volumes: 1 },
    { containers: 0, networks: 0, images: 0, volumes: 0 },
  ]);
});

async function keptBy(namespace: string): Promise<object> {
  const docker = new Dockerode();
  const tags = (await docker.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
  const { Volumes } = await docker.listVolumes();
  return {
    containers: (await containersOf({ namespace })).length,
    networks: (await networksOf({ namespace })).length,
    images: tags.filter((tag) => tag.startsWith(namespace)).length,
    volumes: Volumes.filter(({ Name }) => Name.startsWith(namespace)).length,
  };
}
