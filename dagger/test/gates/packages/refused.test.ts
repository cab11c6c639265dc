import { expect, test } from 'vitest';

import { withTokenHint } from '../../../src/gates/packages/refused.ts';

const out = { outcome: 'unavailable', reason: 'npm ci ended with E401', findings: [] } as const;

test.each([
  ['npm error code E401\nnpm error Unable to authenticate'],
  ['npm error code E404\nnpm error 404 Not Found - GET https://npm.example/@a%2fb'],
  [' ERR_PNPM_FETCH_403  GET https://npm.example/@a%2Fb: Forbidden - 403'],
  ['error Error: https://npm.example/@a%2fb: Request failed "401 Unauthorized"'],
  ['error Error: https://npm.example/@a%2fb: a token is needed'],
  ['error An unexpected error occurred: "https://npm.example/@a%2fb: unauthenticated".'],
  ['error Couldn\'t find package "@a/b" on the "npm" registry.'],
  ['➤ YN0035: │   Response Code: 401 (Unauthorized)'],
  ['error: GET https://npm.example/@a%2fb - 404'],
])('a registry that refuses says what to give: %s', (stderr) => {
  expect(withTokenHint(out, { stdout: '', stderr }, false)?.reason).toBe(
    'npm ci ended with E401; if the package is private, give a token that may read it: --npm-token=env:NPM_TOKEN',
  );
  expect(withTokenHint(out, { stdout: stderr, stderr: '' }, true)?.reason).toMatch(
    /; the registry refused what --npm-token gave: renew the token/,
  );
});

test('nothing is added to what has another cause, or to a fault of the project', () => {
  for (const stderr of [
    'npm error code ENOTFOUND',
    'error An unexpected error occurred: "https://npm.example/@a%2fb: getaddrinfo ENOTFOUND npm.example".',
  ]) {
    expect(withTokenHint(out, { stdout: '', stderr }, false)).toBe(out);
  }
  expect(withTokenHint(undefined, { stdout: '', stderr: 'npm error code E401' }, false)).toBeUndefined();
  const red = { ...out, outcome: 'failed' } as const;
  expect(withTokenHint(red, { stdout: '', stderr: 'npm error code E401' }, false)).toBe(red);
});
