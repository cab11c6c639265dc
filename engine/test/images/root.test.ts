import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Dockerode from 'dockerode';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeRoot, planRoot } from '../../src/images/root.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'programs-'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** A program of that name that is found instead of the real one. */
async function standIn(lines: string): Promise<void> {
  await writeFile(join(folder, 'mmdebstrap'), `#!/bin/sh\n${lines}\n`);
  await chmod(join(folder, 'mmdebstrap'), 0o755);
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
}

/** A daemon that keeps what it is given to import, and whether that came to its end. */
async function startImporter() {
  const imports: { readonly query: string; readonly body: string; readonly whole: boolean }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('error', () => undefined);
    request.on('close', () =>
      imports.push({ query: decodeURIComponent(request.url ?? ''), body, whole: request.complete }),
    );
    request.on('end', () => response.end('{"status":"sha256:0"}\n'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const docker = new Dockerode({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  return {
    docker,
    imports,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const settings = { debianArchives: [], aptOptions: [], npmrc: '', pipConf: '', goEnv: '' };

async function make(docker: Dockerode): Promise<void> {
  await makeRoot(docker, await planRoot('trixie', undefined), { certificates: undefined, settings });
}

test('what mmdebstrap prints becomes the root, with its digest as a label', async () => {
  await using daemon = await startImporter();
  await standIn('printf root');
  await make(daemon.docker);
  expect(daemon.imports).toMatchObject([{ body: 'root', whole: true }]);
  expect(daemon.imports[0]?.query).toMatch(
    /repo=made-from-packages\/root-trixie&.*made-from-packages\.recipe=/s,
  );
});

test('of half a root nothing can be left: the daemon is never told that it has all', async () => {
  await using daemon = await startImporter();
  await standIn('printf half; echo no space >&2; exit 25');
  await expect(make(daemon.docker)).rejects.toMatchObject({
    name: 'ImageNotMade',
    kind: 'failed',
    message: 'mmdebstrap exited with 25',
    output: 'no space\n',
  });
  await vi.waitFor(() => expect(daemon.imports).toMatchObject([{ whole: false }]));
});

test('a machine without mmdebstrap is not set up', async () => {
  await using daemon = await startImporter();
  vi.stubEnv('PATH', folder);
  await expect(make(daemon.docker)).rejects.toMatchObject({ name: 'ImageNotMade', kind: 'not-set-up' });
  expect(daemon.imports.filter(({ whole }) => whole)).toEqual([]);
});
