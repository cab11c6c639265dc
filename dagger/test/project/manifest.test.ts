import { expect, test } from 'vitest';

import { manifestFacts } from '../../src/project/manifest.ts';

test.each([
  ['{"version":"1.2.3","repository":"github:a/b"}', { version: '1.2.3', repository: 'github:a/b' }],
  ['{"repository":{"type":"git","url":"https://a/b"}}', { repository: 'https://a/b' }],
  ['{"version":1,"repository":"a"}', { repository: 'a' }],
  ['{"version":"1.0.0","repository":[]}', { version: '1.0.0' }],
  ['{"name":"@a/b"}', { name: '@a/b' }],
  ['{}', {}],
  ['[]', {}],
  ['{', {}],
])('package.json says what it says, each for itself: %s', (text, facts) => {
  expect(manifestFacts(text)).toEqual(facts);
});
