import { expect, test } from 'vitest';

import { projectName } from '../../src/project/name.ts';

test.each([
  ['greeter', '.', 'greeter'],
  ['@team/greeter', '.', 'greeter'],
  ['@team/greeter', 'services/api', 'greeter'],
  [undefined, 'services/api', 'api'],
  [undefined, '.', 'project'],
  ['My_Service.js', '.', 'my-service-js'],
  ['--a--', '.', 'a'],
  ['Überall', '.', 'berall'],
  ['***', 'services/***', 'project'],
  ['@team/', 'api', 'api'],
  ['a'.repeat(100), '.', 'a'.repeat(63)],
  [`${'a'.repeat(62)}.b`, '.', 'a'.repeat(62)],
])('package.json %j in %s names the project %s', (manifest, folder, name) => {
  expect(projectName(manifest, folder)).toBe(name);
  expect(name).toMatch(/^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/);
});
