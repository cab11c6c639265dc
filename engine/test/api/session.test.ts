import { describe, expect, it } from 'vitest';
import { containersOf, inSession, testCache, testSession } from '../support/session.ts';

/** Asks over HTTP as any program of this machine could. */
async function post(
  port: number,
  path: string,
  token: string,
  body: string,
): Promise<readonly [number, string]> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${token}:`).toString('base64')}` },
    body,
  });
  return [response.status, await response.text()];
}

const version = JSON.stringify({ query: '{ version }' });

describe('a session', () => {
  it('answers the holder of its token alone', async () => {
    await using cache = testCache();
    await using test = await testSession(cache);
    const { port, token } = test.session;
    const requests: readonly (readonly [string, string, string, number])[] = [
      ['/query', token, version, 200],
      ['/query', `${token}x`, version, 401],
      ['/query', '', version, 401],
      ['/other', token, version, 404],
      ['/query', token, '{', 400],
      ['/query', token, '{}', 400],
      ['/query', token, '', 400],
    ];
    for (const [path, given, body, status] of requests)
      expect((await post(port, path, given, body))[0], `${path} ${body}`).toBe(status);
    expect((await post(port, '/query', token, version))[1]).toBe('{"data":{"version":"v0.21.8"}}');
  });

  const refused: readonly (readonly [string, string, string])[] = [
    [
      'an unknown field',
      '{ container { withNonsense { sync } } }',
      'Cannot query field "withNonsense" on type "Container"',
    ],
    [
      'an unknown argument',
      '{ container { from(addres: "x") { sync } } }',
      'Unknown argument "addres" on field "Container.from". Did you mean "address"?',
    ],
    [
      'an unknown enum value',
      '{ container { withExec(args: [], expect: SOMETIMES) { sync } } }',
      'Value "SOMETIMES" does not exist in "ReturnType" enum',
    ],
    [
      'a wrong type',
      '{ container { withExposedPort(port: "80") { sync } } }',
      'Int cannot represent non-integer value',
    ],
    [
      'another platform',
      '{ container(platform: "linux/s390x") { sync } }',
      'the local engine runs linux/amd64 only, not linux/s390x',
    ],
    ['an id of nothing', '{ node(id: "nonsense") { id } }', 'nonsense is not an id of this engine'],
    [
      'an id of another engine',
      `{ node(id: "File@${'0'.repeat(64)}") { id } }`,
      'it was made elsewhere, or pruned',
    ],
    ['output where nothing ran', '{ container { stdout } }', 'no command has been set'],
    [
      'a directory that is not there',
      '{ host { directory(path: "/no/such") { entries } } }',
      '/no/such is not a directory',
    ],
    ['a file that is not there', '{ host { file(path: "/no/such") { size } } }', '/no/such is not a file'],
  ];
  it.each(refused)('refuses %s by name, before anything runs', async (_, document, message) => {
    await using cache = testCache();
    await inSession(cache, async (__, { session }) => {
      await expect(session.query(document)).rejects.toThrow(message);
    });
    expect(await containersOf(cache)).toEqual([]);
  });

  it('refuses an id of another kind of object', async () => {
    await using cache = testCache();
    await inSession(cache, async (client, { session }) => {
      const directory = await client.directory().id();
      const document = 'query($id: ID!) { container { withFile(path: "/a", source: $id) { sync } } }';
      const asked = session.query(document, { id: directory });
      await expect(asked).rejects.toThrow('Directory is not a File: give the id of a File');
    });
  });

  it('is gone when it is closed', async () => {
    await using cache = testCache();
    const test = await testSession(cache);
    const { port, token } = test.session;
    await test.close();
    await expect(post(port, '/query', token, version)).rejects.toThrow('fetch failed');
  });
});
