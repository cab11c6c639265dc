import { expect, test } from 'vitest';

import {
  refuseLeavingLinks,
  requireDockerfile,
  requireManifest,
  requireNamed,
} from '../../src/project/source.ts';
import { UsageError } from '../../src/verdict/usage-error.ts';

test('a project with package.json is fine, whatever else is there', () => {
  for (const lockfile of [[], ['package-lock.json'], ['pnpm-lock.yaml'], ['yarn.lock'], ['bun.lockb']]) {
    expect(() => {
      requireManifest(['package.json', ...lockfile, 'src/']);
    }).not.toThrow();
  }
});

test.each([
  [['src/'], 'the source has no package.json'],
  [['package.json', 'npm-shrinkwrap.json'], 'found npm-shrinkwrap.json, expected package-lock.json'],
  [
    ['package.json', 'npm-shrinkwrap.json', 'package-lock.json'],
    'found npm-shrinkwrap.json beside package-lock.json: npm installs by the first',
  ],
])('what cannot be installed from is named: %j', (entries, says) => {
  const check = (): void => {
    requireManifest(entries);
  };
  expect(check).toThrow(UsageError);
  expect(check).toThrow(says);
});

test('a Dockerfile that is not there is named by its path', () => {
  expect(() => {
    requireDockerfile('docker/Dockerfile', true);
  }).not.toThrow();
  expect(() => {
    requireDockerfile('docker/Dockerfile', false);
  }).toThrow('the source has no docker/Dockerfile: name it with --dockerfile');
});

test('files that the configuration names and the source does not have are told by their settings', () => {
  const conversation = {
    setting: '/smoke/conversation',
    what: 'file',
    path: 'talk.mjs',
    isThere: true,
  } as const;
  const load = { setting: '/deploy/load', what: 'file', path: 'load.mjs', isThere: false } as const;
  const context = { setting: '/image/context', what: 'folder', path: 'api', isThere: false } as const;
  expect(() => {
    requireNamed([conversation]);
  }).not.toThrow();
  expect(() => {
    requireNamed([conversation, load, context]);
  }).toThrow(
    new UsageError(
      'pipeline.json: /deploy/load: expected a file of the source, got load.mjs; /image/context: expected a folder of the source, got api',
    ),
  );
});

test('links that stay are fine', () => {
  expect(() => {
    refuseLeavingLinks('[]');
  }).not.toThrow();
});

test('links that leave are refused by name, without what a terminal would act on', () => {
  const links = [
    { path: 'docs', target: '../../home' },
    { path: 'a\tb\u001b[31m', target: '/etc/passwd' },
  ];
  expect(() => {
    refuseLeavingLinks(JSON.stringify(links));
  }).toThrow(new UsageError('links leave the source: docs -> ../../home, a b -> /etc/passwd'));
});

test('what is no list of links is no answer', () => {
  expect(() => {
    refuseLeavingLinks('');
  }).toThrow();
});
