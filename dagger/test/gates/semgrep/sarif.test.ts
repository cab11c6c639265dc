import { expect, test } from 'vitest';

import { withUris } from '../../../src/gates/semgrep/sarif.ts';

const log = (uri: string): string =>
  JSON.stringify({
    version: '2.1.0',
    runs: [
      {
        artifacts: [{ location: { uri: 'untouched name' } }],
        results: [
          { locations: [{ physicalLocation: { artifactLocation: { uri, uriBaseId: '%SRCROOT%' } } }] },
        ],
      },
    ],
  });

test.each([
  ['src/app.ts', 'src/app.ts'],
  ['src/with space/my file.ts', 'src/with%20space/my%20file.ts'],
  ['src/100% sure#1.ts', 'src/100%25%20sure%231.ts'],
  ['src/ünï?.ts', 'src/%C3%BCn%C3%AF%3F.ts'],
])('the path %s is a URI, and nothing else is changed', (path, uri) => {
  expect(JSON.parse(withUris(log(path)))).toEqual(JSON.parse(log(uri)));
});

test('what is no JSON stays as it is', () => {
  expect(withUris('half a re')).toBe('half a re');
});
