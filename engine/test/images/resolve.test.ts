import { PassThrough } from 'node:stream';
import Dockerode from 'dockerode';
import { pack } from 'tar-stream';
import { afterEach, describe, expect, test } from 'vitest';
import { localImages, resolveImage } from '../../src/images/index.ts';
import { pullImage } from '../../src/images/pull.ts';
import { startSmallRegistry } from './small-registry.ts';

const docker = new Dockerode();
const pulled: string[] = [];
const never = () => Promise.resolve(false);

afterEach(async () => {
  for (const name of pulled.splice(0)) await docker.getImage(name).remove({ force: true });
});

describe('an image whose registry answers', () => {
  test.each(['tag', 'digest', 'tag and digest'])('is pulled by %s, and present the next time', async (by) => {
    await using registry = await startSmallRegistry();
    const tag = by.includes('tag') ? ':1' : '';
    const digest = by.includes('digest') ? `@${registry.digest}` : '';
    const reference = `${registry.repository}${tag}${digest}`;
    const first = await resolveImage(docker, reference);
    pulled.push(first.imageId);
    const second = await resolveImage(docker, reference, { registryAnswers: never });
    expect(first).toEqual({ ...second, origin: 'pulled' });
    expect(second).toMatchObject({ imageId: registry.imageId, origin: 'present', reference, notes: [] });
  });

  test('is an error when the registry does not have it, and nothing is made instead', async () => {
    await using registry = await startSmallRegistry();
    const failure = resolveImage(docker, `${registry.repository}:2`);
    await expect(failure).rejects.toMatchObject({
      name: 'ImageUnavailable',
      code: 'registry-refused',
      message: expect.stringMatching(/manifest .*unknown/) as string,
    });
    expect(registry.state.manifestsAsked).toBeLessThanOrEqual(2);
  });

  test('is pulled again after a refusal that may pass', async () => {
    await using registry = await startSmallRegistry();
    // The daemon itself asks twice in one pull, by HEAD and by GET.
    registry.state.refusals = 2;
    const lines: string[] = [];
    const report = (line: string) => void lines.push(line);
    await pullImage(docker, `${registry.repository}:1`, { report, pausesMs: [0, 0, 0] });
    pulled.push(registry.imageId);
    expect(lines.join('\n')).toContain('trying again');
  });

  test.each([429, 500, 503])('is an error after a bounded number of %d', async (status) => {
    await using registry = await startSmallRegistry();
    Object.assign(registry.state, { refusals: Infinity, status });
    const pull = pullImage(docker, `${registry.repository}:1`, { report: () => undefined, pausesMs: [0, 0] });
    await expect(pull).rejects.toThrow();
    expect(registry.state.manifestsAsked).toBeGreaterThanOrEqual(3);
    expect(registry.state.manifestsAsked).toBeLessThanOrEqual(12);
  });
});

describe('an image of this machine that no registry gave', () => {
  const reference = 'somebodys-own/project:1';

  /** Puts an image with no file in it into the daemon, as a build of another project would. */
  async function keep(): Promise<void> {
    const files = pack();
    files.finalize();
    const imported = await docker.importImage(files.pipe(new PassThrough()), {
      repo: 'somebodys-own/project',
      tag: '1',
    });
    await new Promise((resolve) => docker.modem.followProgress(imported, resolve));
    pulled.push(reference);
  }

  test('is not to be read by a project that names it, whether a registry answers or not', async () => {
    await keep();
    for (const registryAnswers of [never, () => Promise.resolve(true)]) {
      await expect(resolveImage(docker, reference, { registryAnswers })).rejects.toMatchObject({
        code: 'own-image',
        message: expect.stringContaining('PIPELINE_LOCAL_IMAGES') as string,
      });
    }
  });

  test('is taken where it is named', async () => {
    await keep();
    const local = localImages({ PIPELINE_LOCAL_IMAGES: 'other:1, somebodys-own/project:1' });
    expect(await resolveImage(docker, reference, { local })).toMatchObject({ origin: 'present' });
    expect(localImages({})).toEqual([]);
  });
});

describe('an image whose registry does not answer', () => {
  test('and that no recipe makes is unavailable, by name, reason and next step', async () => {
    const failure = resolveImage(docker, 'example.test/tool:1', { registryAnswers: never });
    await expect(failure).rejects.toMatchObject({
      name: 'ImageUnavailable',
      code: 'no-recipe',
      reference: 'example.test/tool:1',
      message: expect.stringMatching(
        /example\.test\/tool:1: .*does not answer.*no recipe.*docker load/,
      ) as string,
    });
  });

  test('is not asked for when its reference is none', async () => {
    let asked = 0;
    const registryAnswers = () => Promise.resolve(++asked > 0);
    await expect(resolveImage(docker, 'no:such:thing', { registryAnswers })).rejects.toThrow(
      'not an image reference',
    );
    expect(asked).toBe(0);
  });
});
