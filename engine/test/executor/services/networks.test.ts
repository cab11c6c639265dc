import { once } from 'node:events';
import type { Client, Service } from '@dagger.io/dagger';
import Dockerode from 'dockerode';
import { describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { startOther } from '../../support/processes.ts';
import { needs } from '../../support/needs.ts';
import {
  base,
  containersOf,
  inSession,
  networksOf,
  testCache,
  testSession,
  type TestCache,
  withSdk,
} from '../../support/session.ts';

needs(base);

const listening = [
  'node',
  '-e',
  "require('http').createServer((q, a) => a.end(process.argv[1])).listen(8000)",
];

/** A service that answers with a text. */
const serving = (client: Client, text: string): Service =>
  client
    .container()
    .from(base)
    .withExposedPort(8000)
    .asService({ args: [...listening, text] });

/** Prints what each host answers, a line each; for one that is not known or lets nobody connect, that. */
function asking(hosts: readonly string[]): string[] {
  const program = `
    const ask = (host) => fetch('http://' + host + ':8000', { signal: AbortSignal.timeout(3000) });
    const heard = process.argv.slice(1).map((host) => ask(host).then((answer) => answer.text(), () => 'not reached'));
    Promise.all(heard).then((lines) => { console.log(lines.join('\\n')); process.exit(); });
  `;
  return ['node', '-e', program, ...hosts];
}

/** Where the only container of a cache that runs is found: by its address, and by its host name within its network. */
async function placeOf(cache: Pick<TestCache, 'namespace'>): Promise<{ address: string; name: string }> {
  return eventually(async () => {
    const container = (await containersOf(cache)).find(({ State }) => State === 'running');
    const [network] = Object.values(container?.NetworkSettings.Networks ?? {});
    return container && network ? { address: network.IPAddress, name: container.Id.slice(0, 12) } : undefined;
  });
}

/** What a command hears from hosts; bound to a service, where one is given. */
function heard(client: Client, hosts: readonly string[], bound?: Service, time = 0): Promise<string> {
  const container = client.container().from(base).withEnvVariable('TIME', String(time));
  return (bound ? container.withServiceBinding('it', bound) : container).withExec(asking(hosts)).stdout();
}

const unheard = 'not reached\nnot reached\n';

/**
 * What a command hears that should hear nothing. Docker 20.10 takes the rule between its networks out and puts it in again
 * whenever it makes a network: what slips through in that moment is asked again.
 */
async function heardByStranger(client: Client, hosts: readonly string[], bound?: Service): Promise<string> {
  const answers: string[] = [];
  while (answers.length < 5 && answers.at(-1) !== unheard)
    answers.push(await heard(client, hosts, bound, answers.length));
  return answers.at(-1) ?? '';
}

describe('a service is reached, by its address and its name,', () => {
  it('by what is bound to it, and by no other command of its session', async () => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      const service = serving(client, 'hello');
      await service.start();
      const { address, name } = await placeOf(cache);
      const bound = [service, undefined, serving(client, 'another')];
      const [own, ...others] = bound.map((to, place) =>
        (place === 0 ? heard : heardByStranger)(client, [address, name], to),
      );
      expect(await own).toBe('hello\nhello\n');
      expect(await Promise.all(others)).toEqual([unheard, unheard]);
    });
  });

  it('by no command of another session, bound to a service of its own or to none', async () => {
    await using cache = testCache();
    await using other = testCache();
    await inSession(cache, async (client) => {
      await serving(client, 'hello').start();
      const { address, name } = await placeOf(cache);
      await inSession(other, async (stranger) => {
        const answers = [undefined, serving(stranger, 'hello')].map((to) =>
          heardByStranger(stranger, [address, name], to),
        );
        expect(await Promise.all(answers)).toEqual([unheard, unheard]);
      });
    });
  });
});

it('what a command listens on is reached by no command of another session', async () => {
  await using cache = testCache();
  await using other = testCache();
  await using test = await testSession(cache);
  const ended = withSdk(test, (client) =>
    client
      .container()
      .from(base)
      .withExec([...listening, 'hello'])
      .sync(),
  ).catch((error: unknown) => String(error));
  const { address, name } = await placeOf(cache);
  const answer = await eventually(() => fetch(`http://${address}:8000`).catch(() => undefined));
  expect(await answer.text()).toBe('hello');
  await inSession(other, async (stranger) => {
    expect(await heardByStranger(stranger, [address, name])).toBe(unheard);
  });
  test.interrupt();
  expect(await ended).toContain('interrupted by the test');
});

describe('networks', () => {
  it('are made for what runs alone: one for all commands, one for each service, and go with the session', async () => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      await client.container().from(base).withNewFile('/a', 'a').file('/a').contents();
      expect(await networksOf(cache)).toEqual([]);
      const commands = ['a', 'b', 'c'].map((name) => client.container().from(base).withExec(['echo', name]));
      await Promise.all(commands.map((command) => command.sync()));
      expect(await networksOf(cache)).toHaveLength(1);
      await heard(client, ['it'], serving(client, 'hello'));
      await heard(client, ['it', 'localhost'], serving(client, 'hello'));
      expect(await networksOf(cache)).toHaveLength(2);
    });
    expect(await networksOf(cache)).toEqual([]);
  });

  it('go with a session that is interrupted', async () => {
    await using cache = testCache();
    await using test = await testSession(cache);
    await withSdk(test, async (client) => {
      await heard(client, ['it'], serving(client, 'hello'));
      const endless = client.container().from(base).withExec(['sleep', '1000']).sync();
      endless.catch(() => undefined);
      await eventually(async () => ((await networksOf(cache)).length === 2 ? true : undefined));
      test.interrupt();
      await test.close();
    });
    expect(await networksOf(cache)).toEqual([]);
  });

  it('of a killed run go when the next one starts, even where somebody else put a container there', async () => {
    await using cache = testCache();
    const document = `{ container { from(address: "${base}") { withExec(args: ["sleep", "1000"]) { sync } } } }`;
    const killed = startOther(cache, document);
    await placeOf(cache);
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    const [left] = await networksOf(cache);
    expect(left).toBeDefined();
    const [{ Image = '' } = {}] = await containersOf(cache);
    const docker = new Dockerode();
    const HostConfig = { NetworkMode: left?.Name ?? '' };
    const guest = await docker.createContainer({ Image, Cmd: ['sleep', '1000'], HostConfig });
    try {
      await guest.start();
      await inSession(cache, async (client) => {
        await client.container().from(base).withExec(['true']).sync();
        expect((await networksOf(cache)).map(({ Id }) => Id)).not.toContain(left?.Id);
      });
      expect((await guest.inspect()).State.Running).toBe(true);
    } finally {
      await guest.remove({ force: true });
    }
  });

  it('that somebody prunes in the middle of a run are made again', async () => {
    await using cache = testCache();
    await inSession(cache, async (client) => {
      const container = client.container().from(base);
      await container.withExec(['echo', 'one']).sync();
      const docker = new Dockerode();
      const networks = await networksOf(cache);
      expect(networks).toHaveLength(1);
      for (const { Id } of networks) await docker.getNetwork(Id).remove();
      expect(await container.withExec(['echo', 'two']).stdout()).toBe('two\n');
    });
  });
});
