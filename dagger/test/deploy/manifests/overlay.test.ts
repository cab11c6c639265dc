import { expect, test } from 'vitest';

import { overlayOf } from '../../../src/deploy/manifests/overlay.ts';

const choose = (folders: readonly string[], cluster: 'kind' | 'kubeconfig', asked = ''): string => {
  const overlay = overlayOf({ folders, asked, cluster });
  return typeof overlay === 'string' ? overlay : `refused: ${overlay.reason}`;
};
const usual = ['base', 'components/database', 'overlays/kind', 'overlays/production'];

test.each([
  [usual, 'kind', 'overlays/kind'],
  [usual, 'kubeconfig', 'overlays/production'],
  [['base', 'overlays/dev', 'overlays/prod'], 'kind', 'overlays/dev'],
  [['base', 'overlays/dev', 'overlays/prod'], 'kubeconfig', 'overlays/prod'],
  [['base', 'overlays/local', 'overlays/dev'], 'kind', 'overlays/local'],
  [['.'], 'kind', '.'],
  [['.'], 'kubeconfig', '.'],
  [['.', 'overlays/production'], 'kind', '.'],
  [['base', 'overlays/production'], 'kind', 'base'],
  [['base', 'overlays/eu'], 'kubeconfig', 'overlays/eu'],
  [['base'], 'kubeconfig', 'base'],
  [['services/a'], 'kind', 'services/a'],
] as const)('of %j on %s it is %s', (folders, cluster, expected) => {
  expect(choose(folders, cluster)).toBe(expected);
});

test('one that is asked for is found by its path and by its name', () => {
  expect(choose(usual, 'kind', 'overlays/production')).toBe('overlays/production');
  expect(choose(usual, 'kind', 'production')).toBe('overlays/production');
  expect(choose(usual, 'kubeconfig', 'base')).toBe('base');
});

test('one that nobody can choose is refused with those that there are', () => {
  expect(choose(['base', 'overlays/eu', 'overlays/us'], 'kubeconfig')).toMatch(
    /^refused: .*no overlay for production: expected one of base, overlays\/eu, overlays\/us$/,
  );
  expect(choose(['a/app', 'b/app'], 'kind', 'app')).toMatch(/^refused: .*no overlay app/);
  expect(choose(usual, 'kind', 'staging')).toMatch(/^refused: .*no overlay staging/);
});
