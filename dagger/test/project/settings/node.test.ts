import { describe, expect, test } from 'vitest';

import { catalogue } from '../../../src/gates/order.ts';
import { parseConfiguration } from '../../../src/project/read-configuration.ts';
import type { NodeSettings } from '../../../src/project/settings/node.ts';

const read = (node: object): NodeSettings => parseConfiguration(JSON.stringify({ node }), catalogue).node;

test('nothing is named by default', () => {
  expect(parseConfiguration('{}', catalogue).node).toEqual({ packages: [] });
});

test.each(['22', 'v20.11.1', 'lts/jod', '^24.1'])(
  'a version is taken in any notation of Node: %s',
  (version) => {
    expect(read({ version })).toEqual({ version, packages: [] });
  },
);

test('packages are sorted, each once: their order makes no other image', () => {
  expect(read({ packages: ['python3', 'g++', 'git', 'git'] }).packages).toEqual(['g++', 'git', 'python3']);
});

test('an image is taken as a FROM line has it', () => {
  const image = `registry.example:5000/team/node:22@sha256:${'ab'.repeat(32)}`;
  expect(read({ image })).toEqual({ image, packages: [] });
});

describe('a setting that is wrong is refused by its path, with what was expected', () => {
  test.each<[object, string]>([
    [{ version: '18' }, '/node/version: expected a version of Node 24, 22, 20, such as "24"'],
    [{ version: '26.1.0' }, '/node/version: expected a version of Node 24, 22, 20'],
    [{ version: 'newest' }, '/node/version: expected a version of Node'],
    [{ version: 22 }, '/node/version: expected a text'],
    [{ image: 'node:22', version: '22' }, '/node/image: expected no image beside a version'],
    [{ image: 'node:22', packages: ['git'] }, '/node/packages: expected no packages beside an image'],
    [{ image: '--privileged' }, '/node/image: expected an image such as'],
    [{ image: 'a b' }, '/node/image: expected an image'],
    [{ image: '${BASE}' }, '/node/image: expected an image'],
    [{ packages: ['git-'] }, '/node/packages/0: expected the name of a Debian package'],
    [{ packages: ['--purge'] }, '/node/packages/0: expected the name of a Debian package'],
    [{ packages: ['git', 'a;b'] }, '/node/packages/1: expected the name of a Debian package'],
    [{ packages: ['git=1'] }, '/node/packages/0: expected the name of a Debian package'],
    [{ packages: ['./x.deb'] }, '/node/packages/0: expected the name of a Debian package'],
    [{ packages: 'git' }, '/node/packages: expected a list'],
    [
      { packages: Array.from({ length: 51 }, (_, index) => `a${String(index)}`) },
      '/node/packages: expected at most 50',
    ],
    [{ packages: [], versions: '22' }, '/node/versions: expected one of version, image, packages'],
  ])('%j', (node, message) => {
    expect(() => read(node)).toThrow(`pipeline.json: ${message}`);
  });
});
