import { expect, test } from 'vitest';

import { refuseLeavingLinks, requireFiles, requireNamed } from '../../src/verdict/source.ts';
import { UsageError } from '../../src/verdict/usage-error.ts';

test('files that are there are enough, a directory counts with or without its slash', () => {
  expect(() => {
    requireFiles(['package.json', 'src/'], ['package.json', 'src']);
  }).not.toThrow();
});

test('all files that are missing are named', () => {
  const check = (): void => {
    requireFiles(['src/'], ['package.json', 'Dockerfile']);
  };
  expect(check).toThrow(UsageError);
  expect(check).toThrow('the source has no package.json, no Dockerfile');
});

test('files that the configuration names and the source does not have are told by their settings', () => {
  const conversation = { setting: '/smoke/conversation', file: 'talk.mjs', isThere: true };
  const load = { setting: '/deploy/load', file: 'load.mjs', isThere: false };
  expect(() => {
    requireNamed([conversation]);
  }).not.toThrow();
  expect(() => {
    requireNamed([conversation, load]);
  }).toThrow(new UsageError('pipeline.json: /deploy/load: expected a file of the source, got load.mjs'));
});

test.each(['a\tb', 'a/b\t../c', 'a/b\t../a/c', 'a\t./b/../c', ''])(
  'a link that stays is fine: %j',
  (listing) => {
    expect(() => {
      refuseLeavingLinks(listing);
    }).not.toThrow();
  },
);

test.each(['a\t../b', 'a\t/etc/passwd', 'a/b\t../../c', 'a\tb/../../c', 'ok\tb\na/b\t../../../c'])(
  'a link that leaves is refused: %j',
  (listing) => {
    expect(() => {
      refuseLeavingLinks(listing);
    }).toThrow('links leave the source');
  },
);
