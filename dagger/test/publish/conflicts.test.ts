import { expect, test } from 'vitest';

import { conflictingTags, pushMismatch } from '../../src/publish/conflicts.ts';
import { configurationDigest } from '../../src/registry/image-archive.ts';
import { type Found, parseRegistryAnswer } from '../../src/registry/registry-answer.ts';

const scanned = [
  { platform: 'linux/amd64', configuration: 'sha256:c1' },
  { platform: 'linux/arm64', configuration: 'sha256:c2' },
];
const found: Found = {
  reference: '1.0',
  digest: 'sha256:index',
  images: [
    { manifest: 'sha256:m2', platform: 'linux/arm64', configuration: 'sha256:c2' },
    { manifest: 'sha256:m1', platform: 'linux/amd64', configuration: 'sha256:c1' },
  ],
};

test('a tag that is free, or leads to the very images, is no conflict', () => {
  expect(conflictingTags([{ reference: '1.0', images: [] }, found], scanned)).toEqual([]);
});

test.each([
  ['has another image', [{ ...scanned[0], configuration: 'sha256:c9' }, scanned[1]]],
  ['has one more', [scanned[0]]],
  ['has one less', [...scanned, { platform: 'linux/arm64/v8', configuration: 'sha256:c3' }]],
])('a tag whose index %s is a conflict', (_, list) => {
  expect(conflictingTags([found], list as typeof scanned)).toEqual([
    'the tag 1.0 exists and leads to another image, sha256:index',
  ]);
});

test('what was pushed is compared with what was scanned, and with what the push answered', () => {
  expect(pushMismatch([found], 'sha256:index', scanned)).toBeUndefined();
  expect(pushMismatch([found], 'sha256:other', scanned)).toMatch(/answered the push with sha256:other/);
  expect(pushMismatch([], 'sha256:index', scanned)).toMatch(/has nothing there/);
  expect(pushMismatch([found], 'sha256:index', scanned.slice(1))).toMatch(/not what was scanned/);
});

test.each([
  ['as Docker 20 writes it', 'HEX.json'],
  ['as Docker 25 and BuildKit write it', 'blobs/sha256/HEX'],
])("an archive's configuration is known by its file's name, %s", (_, file) => {
  const hex = 'ab'.repeat(32);
  const manifest = JSON.stringify([{ Config: file.replace('HEX', hex), Layers: [] }]);
  expect(configurationDigest(manifest)).toBe(`sha256:${hex}`);
});

test.each(['', '[]', '{}', '[{"Config":"a.json"}]', '[{"Config":1}]'])('%j names none', (text) => {
  expect(configurationDigest(text)).toBeUndefined();
});

test("the registry's answer is read, whatever was printed before it", () => {
  const { reference, digest, images } = found;
  const line = JSON.stringify({ answers: [{ reference, digest, images }, { reference: 'none' }] });
  expect(parseRegistryAnswer(`warning\n${line}\n`)).toEqual({
    ok: true,
    found: [found, { reference: 'none', images: [] }],
  });
});

test.each([
  ['{"failure":{"kind":"credentials","detail":"401"}}', 'credentials', '401'],
  ['{"failure":{"kind":"unreachable","detail":"ECONNREFUSED"}}', 'unreachable', 'ECONNREFUSED'],
  ['{"failure":{"kind":"strange","detail":"x"}}', 'refused', 'x'],
  ['TypeError: broken', 'refused', 'TypeError: broken'],
  ['', 'refused', ''],
])('an answer that is none says why: %j', (text, kind, detail) => {
  expect(parseRegistryAnswer(text)).toEqual({ ok: false, kind, detail });
});
