import { describe, expect, test } from 'vitest';
import {
  createSettingsReader,
  parseAptOptions,
  parseDebianArchives,
  parseGoSettings,
  parseNpmConfig,
  parsePipConfig,
  readCaBundle,
  sourcesLines,
} from '../../src/images/host-settings.ts';

describe("the host's Debian archives", () => {
  const targets = [
    'Debian|bookworm|http://mirror.test/debian/',
    'Debian|bookworm|http://mirror.test/debian/',
    'Debian|bookworm-updates|http://mirror.test/debian/',
    'Debian-Security|bookworm-security|http://mirror.test/security/',
    'Other|stable|http://other.test/',
    '',
  ].join('\n');

  test('are found by their labels, each once', () => {
    expect(parseDebianArchives(targets)).toEqual([
      { kind: 'main', uri: 'http://mirror.test/debian/' },
      { kind: 'updates', uri: 'http://mirror.test/debian/' },
      { kind: 'security', uri: 'http://mirror.test/security/' },
    ]);
  });

  test("become sources of the root's own suite", () => {
    expect(sourcesLines(parseDebianArchives(targets), 'trixie')).toEqual([
      'deb http://mirror.test/debian/ trixie main',
      'deb http://mirror.test/debian/ trixie-updates main',
      'deb http://mirror.test/security/ trixie-security main',
    ]);
  });

  test.each([
    '',
    'Ubuntu|noble|http://ubuntu.test/',
    'Debian-Security|bookworm-security|http://mirror.test/',
  ])('without a main one, mmdebstrap is left to its default (%j)', (text) =>
    expect(sourcesLines(parseDebianArchives(text), 'bookworm')).toEqual([]),
  );
});

describe("the clients' settings", () => {
  test('of apt: proxies and checks of dates that are set, nothing else', () => {
    const dump = [
      'Acquire "";',
      'Acquire::http::Proxy "http://proxy.test:3128";',
      'Acquire::https::Proxy::mirror.test "DIRECT";',
      'Acquire::http::Proxy "";',
      'Acquire::Check-Valid-Until "false";',
      'APT::Install-Recommends "1";',
      'Dir::Etc::main "apt.conf";',
    ].join('\n');
    expect(parseAptOptions(dump)).toEqual([
      'Acquire::http::Proxy "http://proxy.test:3128";',
      'Acquire::https::Proxy::mirror.test "DIRECT";',
      'Acquire::Check-Valid-Until "false";',
    ]);
  });

  test('of npm: registries and proxies, no tokens', () => {
    const list = [
      '; "user" config from /root/.npmrc',
      'registry = "http://npm.test/"',
      '@scope:registry = "http://scope.test/"',
      '//npm.test/:_authToken = (protected)',
      '; registry = "http://overridden.test/" ; overridden by project',
      'audit = false',
    ].join('\n');
    expect(parseNpmConfig(list)).toBe('registry="http://npm.test/"\n@scope:registry="http://scope.test/"\n');
  });

  test('of pip: indexes and proxies, from files and environment', () => {
    const list = [
      "global.index-url='http://pypi.test/simple'",
      ":env:.extra-index-url='http://more.test/simple'",
      ":env:.find-links='/opt/wheels'",
      "global.cert='/etc/ca.crt'",
    ].join('\n');
    expect(parsePipConfig(list)).toBe(
      '[global]\nindex-url = http://pypi.test/simple\nextra-index-url = http://more.test/simple\n',
    );
  });

  test('of Go: where modules come from and who vouches for them, no flags of builds', () => {
    const json = JSON.stringify({ GOPROXY: 'http://go.test', GOPRIVATE: '', GOFLAGS: '-x', GOSUMDB: 'off' });
    expect(parseGoSettings(json)).toEqual(['GOPROXY=http://go.test', 'GOSUMDB=off']);
    expect(parseGoSettings('')).toEqual([]);
  });

  test('where nothing is set, nothing is written', () => {
    expect([parseAptOptions(''), parseNpmConfig(''), parsePipConfig('')]).toEqual([[], '', '']);
  });
});

test('a machine with no bundle of certificates has none, and that is no error', async () => {
  await expect(readCaBundle(['/nowhere/a.crt', '/nowhere/b.crt'])).resolves.toBeUndefined();
});

test('the clients are asked once, however many ask for their settings at the same time', async () => {
  let asked = 0;
  const settings = { debianArchives: [], aptOptions: [], npmrc: '', pipConf: '', goEnv: '' };
  const read = createSettingsReader(() => Promise.resolve({ ...settings, npmrc: String((asked += 1)) }));
  expect(await Promise.all([read(), read()])).toEqual([
    { ...settings, npmrc: '1' },
    { ...settings, npmrc: '1' },
  ]);
});
