import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Container, Platform } from '@dagger.io/dagger';
import Dockerode from 'dockerode';
import { describe, expect, it } from 'vitest';
import { needs } from '../../support/needs.ts';
import { base, inSession, testCache } from '../../support/session.ts';
import { small } from '../../support/small.ts';
import { eventually } from '../../support/eventually.ts';

needs(base, 'registry:2');

/** The header by which a registry tells the digest of a manifest (OCI distribution specification). */
const digestHeader = 'docker-content-digest';
const indexType = 'application/vnd.oci.image.index.v1+json';
const accepted =
  'application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json';

describe('an image', () => {
  it('is pushed to a registry, which tells the digest that is answered', async () => {
    await using cache = testCache();
    const docker = new Dockerode();
    await inSession(cache, async (client, { reports }) => {
      const registry = client.container().from('registry:2').withExposedPort(5000);
      void registry
        .asService({ useEntrypoint: true })
        .up({ ports: [{ frontend: 0, backend: 5000 }] })
        .catch(() => undefined);
      const line = await eventually(() => reports.find((text) => text.includes('leads to port 5000')));
      const host = /127\.0\.0\.1:\d+/.exec(line)?.[0] ?? '';
      const image = small(client).withLabel('test', cache.namespace).withNewFile('/a', 'a');
      const address = await image.publish(`${host}/name/space:1`);
      const [, digest] = address.split('@');
      const answer = await fetch(`http://${host}/v2/name/space/manifests/1`, {
        headers: { accept: accepted },
      });
      expect(answer.headers.get(digestHeader)).toBe(digest);
      expect(address).toBe(`${host}/name/space:1@${digest}`);
      const tags = (await docker.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
      expect(tags.filter((tag) => tag.startsWith(host))).toEqual([]);
      // A name that was somebody's before is so afterwards.
      const [other] = (await docker.listImages()).filter(({ RepoTags }) =>
        RepoTags?.some((tag) => tag.startsWith('made-from-packages/registry-2')),
      );
      if (!other) return;
      await docker.getImage(other.Id).tag({ repo: `${host}/name/space`, tag: '1' });
      try {
        await image.publish(`${host}/name/space:1`);
        expect((await docker.getImage(`${host}/name/space:1`).inspect()).Id).toBe(other.Id);
      } finally {
        await docker.getImage(`${host}/name/space:1`).remove({ noprune: true });
      }
    });
  });

  it('of several platforms is pushed as an index, to a registry that is a service', async () => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      const registry = client
        .container()
        .from('registry:2')
        .withExposedPort(5000)
        .asService({ useEntrypoint: true });
      const source = client.directory().withNewFile('Dockerfile', 'FROM scratch\nCOPY Dockerfile /\n');
      const [amd64, arm64] = ['linux/amd64', 'linux/arm64'].map((platform) =>
        source.dockerBuild({ platform: platform as Platform }),
      ) as [Container, Container];
      const options = { platformVariants: [arm64], registryService: registry };
      const address = await amd64.publish('registry:5000/name:1', options);
      const [, digest = ''] = address.split('@');
      expect(address).toBe(`registry:5000/name:1@${digest}`);
      const ask = `fetch('http://registry:5000/v2/name/manifests/1', { headers: { accept: '${indexType}' } })
          .then(async (answer) => console.log(JSON.stringify([answer.headers.get('${digestHeader}'), await answer.json()])))`;
      const answer = await client
        .container()
        .from(base)
        .withServiceBinding('registry', registry)
        .withEnvVariable('DIGEST', digest)
        .withExec(['node', '-e', ask])
        .stdout();
      const platforms = ['amd64', 'arm64'].map(
        (architecture) => expect.objectContaining({ platform: { os: 'linux', architecture } }) as unknown,
      );
      expect(JSON.parse(answer)).toEqual([
        digest,
        expect.objectContaining({ mediaType: indexType, manifests: platforms }),
      ]);
      expect(await amd64.publish('registry:5000/name:1', options)).toBe(address);
      const pulled = client.container().from(address, { registryService: registry });
      expect(await pulled.file('/Dockerfile').contents()).toContain('FROM scratch');
    });
  });

  it('that a registry refuses is told by its address and reason', async () => {
    await using cache = testCache();
    const server = createServer((request, response) => {
      const given = request.headers.authorization;
      response.writeHead(401, { 'www-authenticate': 'Basic realm="test"' });
      response.end(
        JSON.stringify({ errors: [{ code: 'UNAUTHORIZED', message: `no, ${given ? 'wrong' : 'none'}` }] }),
      );
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const at = server.address();
    const host = `127.0.0.1:${typeof at === 'object' ? at?.port : ''}`;
    try {
      await inSession(cache, async (client) => {
        const image = small(client).withRegistryAuth(
          host,
          'somebody',
          client.setSecret('password', 'not the password'),
        );
        const error = String(await image.publish(`${host}/name:1`).catch((reason: unknown) => reason));
        expect(error).toContain(`pushing ${host}/name:1 failed`);
        expect(error).toMatch(/unauthorized|no basic auth|denied/i);
        expect(error).not.toContain('not the password');
        const pull = client
          .container()
          .withRegistryAuth(host, 'somebody', client.setSecret('password', 'not the password'))
          .from(`${host}/name:1`);
        expect(String(await pull.sync().catch((reason: unknown) => reason))).toContain('no, wrong');
      });
    } finally {
      server.close();
    }
  });
});
