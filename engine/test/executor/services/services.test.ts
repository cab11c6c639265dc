import { connect } from 'node:net';
import type { Client, Container, Service } from '@dagger.io/dagger';
import { describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { needs } from '../../support/needs.ts';
import { base, containersOf, inSession, testCache, testSession, withSdk } from '../../support/session.ts';

needs(base);

/** An HTTP server that answers with a text, and the address that asked. */
function server(client: Client, text: string, port = 8000): Container {
  const program = `require('http').createServer((q, a) => a.end(process.env.TEXT)).listen(${port})`;
  return client
    .container()
    .from(base)
    .withEnvVariable('TEXT', text)
    .withExposedPort(port)
    .withDefaultArgs(['node', '-e', program]);
}

/** Asks addresses one after the other and prints the answers. */
const asking = (...urls: string[]): string[] => [
  'node',
  '-e',
  `(async () => { for (const url of ${JSON.stringify(urls)}) console.log(await (await fetch(url)).text()) })()`,
];

describe('a service', () => {
  it('answers under each of its aliases, and starts once for all', async () => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      const service = server(client, 'hello').asService();
      const ask = (name: string): Promise<string> =>
        client
          .container()
          .from(base)
          .withServiceBinding('one', service)
          .withServiceBinding('two', service)
          .withEnvVariable('NAME', name)
          .withExec(asking('http://one:8000', 'http://two:8000'))
          .stdout();
      expect(await Promise.all(['a', 'b'].map(ask))).toEqual(['hello\nhello\n', 'hello\nhello\n']);
      const running = (await containersOf(cache)).filter(({ State }) => State === 'running');
      expect(running).toHaveLength(1);
    });
    expect(await containersOf(cache)).toEqual([]);
  });

  it('can be bound to another one', async () => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      const inner = server(client, 'inner').asService();
      const program =
        "require('http').createServer(async (q, a) => a.end(await (await fetch('http://inner:8000')).text())).listen(9000)";
      const outer = client
        .container()
        .from(base)
        .withServiceBinding('inner', inner)
        .withExposedPort(9000)
        .asService({ args: ['node', '-e', program] });
      const ran = client
        .container()
        .from(base)
        .withServiceBinding('outer', outer)
        .withExec(asking('http://outer:9000'));
      expect(await ran.stdout()).toBe('inner\n');
    });
  });

  it('is part of what a command depends on', async () => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      const ask = (service: Service): Promise<string> =>
        client
          .container()
          .from(base)
          .withServiceBinding('it', service)
          .withExec(asking('http://it:8000'))
          .stdout();
      const answers = ['one', 'two'].map((text) => ask(server(client, text).asService()));
      expect(await Promise.all(answers)).toEqual(['one\n', 'two\n']);
    });
  });

  const broken: readonly (readonly [string, readonly string[], string, number | undefined])[] = [
    [
      'ends before it listens',
      ['sh', '-c', 'echo cannot begin >&2; exit 9'],
      'exit code: 9 (the service ended before it listened)',
      undefined,
    ],
    [
      'never listens',
      ['sh', '-c', 'echo waiting; sleep 1000'],
      'did not listen on port 8000 within 1 s',
      1000,
    ],
  ];
  it.each(broken)('that %s is told, with its log', async (_, args, message, serviceReadyWithinMs) => {
    await using cache = testCache();
    await inSession(
      cache,
      async (client) => {
        const service = client
          .container()
          .from(base)
          .withExposedPort(8000)
          .asService({ args: [...args] });
        const error: unknown = await service.start().catch((reason: unknown) => reason);
        expect(String(error)).toContain(message);
        const log = `${String(error)} ${JSON.stringify(error)}`;
        expect(log).toMatch(/cannot begin|waiting/);
        expect(await containersOf(cache)).toEqual([]);
      },
      { serviceReadyWithinMs },
    );
  });

  it('that ends during the run is told, with its log', async () => {
    await using cache = testCache();
    await inSession(cache, async (client, { reports }) => {
      const program =
        "require('http').createServer((q, a) => { console.log('had enough'); a.end('last', () => process.exit(7)) }).listen(8000)";
      const container = client.container().from(base).withExposedPort(8000);
      const service = container.asService({ args: ['node', '-e', program] });
      const ask = client.container().from(base).withServiceBinding('it', service);
      await ask.withExec(asking('http://it:8000')).sync();
      const told = await eventually(() => reports.find((line) => line.includes('ended during the run')));
      expect(told).toMatch(/with exit code 7; its log:\nhad enough/);
    });
  });

  it('stops when asked, and starts again', async () => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      const service = await server(client, 'again').asService().start();
      await service.stop({ kill: true });
      await service.stop();
      const endpoint = await service.endpoint({ scheme: 'http' });
      expect(await (await fetch(endpoint)).text()).toBe('again');
    });
  });

  it('is reached on loopback until the session ends', async () => {
    await using cache = testCache();
    await using test = await testSession(cache);
    const port = await withSdk(test, async (client) => {
      const up = server(client, 'up')
        .asService()
        .up({ ports: [{ frontend: 0, backend: 8000 }] });
      up.catch(() => undefined);
      const line = await eventually(() => test.reports.find((text) => text.includes('leads to port 8000')));
      const [, url = ''] = /^(\S+) leads/.exec(line) ?? [];
      expect(await (await fetch(url)).text()).toBe('up');
      test.interrupt();
      await test.close();
      return Number(new URL(url).port);
    });
    await expect(
      new Promise((resolve, reject) =>
        connect({ port, host: '127.0.0.1' }).on('connect', resolve).on('error', reject),
      ),
    ).rejects.toThrow('ECONNREFUSED');
  });

  it('whose port is taken says how to take another', async () => {
    await using cache = testCache();
    await inSession(cache, async (client, { session }) => {
      const up = server(client, 'up')
        .asService()
        .up({ ports: [{ frontend: session.port, backend: 8000 }] });
      await expect(up).rejects.toThrow(`name another by --ports FRONTEND:8000`);
    });
  });
});
