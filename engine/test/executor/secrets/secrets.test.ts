import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { ExecError, type Client } from '@dagger.io/dagger';
import Dockerode from 'dockerode';
import { describe, expect, it } from 'vitest';
import { namesIn } from '../../../src/executor/docker/names.ts';
import { ScrubStream } from '../../../src/executor/secrets/scrub-stream.ts';
import { eventually } from '../../support/eventually.ts';
import { needs } from '../../support/needs.ts';
import { base, containersOf, inSession, testCache, type TestCache } from '../../support/session.ts';
import { small } from '../../support/small.ts';
import { temporaryFolder } from '../../support/temporary.ts';

needs(base);

const run = promisify(execFile);
const value = "hunter2's $secret `text`";

/** Every file below a folder, as text. */
function filesIn(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile())
    .map((item) => join(item.parentPath, item.name))
    .map((file) => `${file}\n${readFileSync(file, 'latin1')}`)
    .join('\n');
}

/** Ids of a cache's images. */
async function imagesOf(cache: TestCache): Promise<string[]> {
  const { cacheRepository } = namesIn(cache.namespace);
  const images = (await new Dockerode().listImages()).filter(({ RepoTags }) =>
    RepoTags?.some((tag) => tag.startsWith(`${cacheRepository}:`)),
  );
  expect(images.length).toBeGreaterThan(0);
  return images.map(({ Id }) => Id);
}

/** All that Docker tells of images. */
async function toldOf(images: readonly string[]): Promise<string> {
  const docker = new Dockerode();
  const told = await Promise.all(
    images.map(async (id) => {
      const image = docker.getImage(id);
      return JSON.stringify([await image.inspect(), await image.history()]);
    }),
  );
  return told.join('\n');
}

/** Which of some texts stand in the bytes of images: configuration and every layer, as `docker save` writes them. */
async function inBytesOf(images: readonly string[], texts: readonly string[]): Promise<string[]> {
  using folder = temporaryFolder();
  await run('sh', ['-c', 'docker save "$@" | tar -x -C "$0"', folder.path, ...images]);
  const items = readdirSync(folder.path, { recursive: true, withFileTypes: true });
  const files = items.filter((item) => item.isFile());
  const held = files.map((item) => plainBytes(readFileSync(join(item.parentPath, item.name))));
  return texts.filter((wanted) => held.some((bytes) => bytes.includes(wanted)));
}

/** Some daemons keep layers packed, by the magic numbers of RFC 1952 and RFC 8878. */
function plainBytes(bytes: Buffer): Buffer {
  if (bytes.readUInt16BE(0) === 0x1f8b) return gunzipSync(bytes);
  return bytes.length >= 4 && bytes.readUInt32LE(0) === 0xfd2fb528 ? zstdDecompressSync(bytes) : bytes;
}

describe('a secret', () => {
  it('reaches its command, and is nowhere else', async () => {
    await using cache = testCache();
    const seen = await inSession(cache, async (client, { reports }) => {
      const secret = client.setSecret('token', value);
      // Small, because all bytes of it are looked through.
      const container = small(client)
        .withSecretVariable('TOKEN', secret)
        .withMountedSecret('/run/token', secret);
      // Goes on when it was looked at. What it leaves is in a layer alone: the words of the script are in the image's
      // history as well.
      const script = `test "$TOKEN" = "$(cat /run/token)" && echo "$TOKEN" && echo "$TOKEN" >&2 &&
        until test -e /seen; do sleep 0.05; done && printf %s%s left in-a-layer >/left`;
      const ran = container.withExec(['sh', '-c', script]);
      const [told] = await Promise.all([
        eventually(async () => {
          const [info] = await containersOf(cache);
          if (info?.State !== 'running') return undefined;
          const handle = new Dockerode().getContainer(info.Id);
          const inspected = JSON.stringify(await handle.inspect());
          await (await handle.exec({ Cmd: ['sh', '-c', ': > /seen'] })).start({});
          return inspected;
        }),
        ran.sync(),
      ]);
      expect(await ran.stdout()).toBe('***\n');
      expect(await ran.stderr()).toBe('***\n');
      // What a run leaves is read from the image: a mount's place is there, and empty.
      expect(await ran.directory('/run').file('token').size()).toBe(0);
      const failed: unknown = await container
        .withExec(['sh', '-c', 'echo "$TOKEN"; exit 5', value])
        .sync()
        .catch((error: unknown) => error);
      expect(failed).toBeInstanceOf(ExecError);
      return [told, JSON.stringify(failed), String(failed), await ran.id(), ...reports];
    });
    const images = await imagesOf(cache);
    const all = [...seen, filesIn(cache.folder), await toldOf(images)].join('\n');
    expect(all).toContain('TOKEN');
    expect(all).not.toContain('hunter2');
    expect(await inBytesOf(images, ['leftin-a-layer', 'hunter2'])).toEqual(['leftin-a-layer']);
  });

  it("is a file of its owner's alone", async () => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      const ask = (owner?: string): Promise<string> =>
        client
          .container()
          .from(base)
          .withMountedSecret('/s', client.setSecret('s', 'a text'), owner === undefined ? {} : { owner })
          .withUser('node')
          .withExec(['sh', '-c', 'stat -c "%U:%G %a" /s; cat /s >/dev/null && echo readable; true'])
          .stdout();
      expect(await ask('node')).toBe('node:node 400\nreadable\n');
      expect(await ask()).toBe('root:root 400\n');
    });
  });

  it('leaves the memory of this machine with its command', async () => {
    await using cache = testCache();
    const left = (): string[] =>
      readdirSync('/dev/shm').filter((name) => name.startsWith(namesIn(cache.namespace).secretsPrefix));
    await inSession(cache, async (client) => {
      const ran = client
        .container()
        .from(base)
        .withSecretVariable('TOKEN', client.setSecret('token', value))
        .withExec(['true']);
      await ran.sync();
      expect(left()).toEqual([]);
    });
  });

  const refused: readonly (readonly [string, (client: Client) => Promise<unknown>, string])[] = [
    [
      'variable of a name that a shell would run',
      (client) =>
        client
          .container()
          .from(base)
          .withSecretVariable('A=1;touch /x', client.setSecret('s', 'text'))
          .withExec(['true'])
          .sync(),
      'cannot be the name of a secret variable',
    ],
    [
      'variable in an image without a shell',
      (client) =>
        client
          .container()
          .withNewFile('/program', '', { permissions: 0o755 })
          .withSecretVariable('A', client.setSecret('s', 'text'))
          .withExec(['/program'])
          .sync(),
      'the image has no /bin/sh, which sets secret variables: give the secret as a file by withMountedSecret',
    ],
  ];
  it.each(refused)('is refused as a %s', async (_, ask, message) => {
    await using cache = testCache();
    await inSession(cache, (client) => expect(ask(client)).rejects.toThrow(message));
  });

  it('is asked for again when its text belongs to another session', async () => {
    await using cache = testCache();
    const id = await inSession(cache, (client) =>
      client.container().from(base).withSecretVariable('A', client.setSecret('s', 'text')).id(),
    );
    const document = `{ node(id: "${id}") { ... on Container { withExec(args: ["true"]) { sync } } } }`;
    await inSession(cache, (_, { session }) =>
      expect(session.query(document)).rejects.toThrow(
        'the secret s is not known in this session: give it again',
      ),
    );
  });
});

describe('scrubbing', () => {
  const pieces: readonly (readonly [string, readonly string[], string])[] = [
    ['nothing hidden', ['plain ', 'text'], 'plain text'],
    ['in one piece', ['a secret here'], 'a *** here'],
    ['cut in two', ['a sec', 'ret here'], 'a *** here'],
    ['cut in letters', [...'a secret here'], 'a *** here'],
    ['at the end', ['a secr', 'et'], 'a ***'],
    ['only its beginning', ['a secre'], 'a secre'],
    ['twice', ['secretsecret'], '******'],
    ['the longer one', ['a secret', ' key here'], 'a *** here'],
  ];
  it.each(pieces)('finds it: %s', async (_, chunks, clean) => {
    const stream = new ScrubStream(['secret key', 'secret']);
    const source = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
    expect(await text(source.pipe(stream))).toBe(clean);
  });
});
