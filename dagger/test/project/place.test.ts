import { expect, test } from 'vitest';

import { placeOf } from '../../src/project/place.ts';

const nothing = { dockerfile: undefined, port: undefined, healthPath: undefined };
const found = {
  dockerfile: { value: 'deploy/Dockerfile', from: 'deploy/Dockerfile' },
  port: { value: 3000, from: 'deploy/Dockerfile:9: EXPOSE 3000' },
  healthPath: { value: '/ready', from: 'deploy/Dockerfile:10: HEALTHCHECK' },
};
const open = { dockerfile: '', port: 0, healthPath: '' };

test('arguments outweigh what was found', () => {
  const given = { dockerfile: './api.Dockerfile', port: 9090, healthPath: 'status' };
  expect(placeOf(given, found)).toEqual({
    dockerfile: 'api.Dockerfile',
    port: 9090,
    healthPath: '/status',
    isHealthPathKnown: true,
  });
});

test('what was found outweighs the defaults', () => {
  expect(placeOf(open, found)).toEqual({
    dockerfile: 'deploy/Dockerfile',
    port: 3000,
    healthPath: '/ready',
    isHealthPathKnown: true,
  });
});

test('without either, port and path have defaults, and there is no Dockerfile', () => {
  expect(placeOf(open, nothing)).toEqual({
    dockerfile: undefined,
    port: 8000,
    healthPath: '/health',
    isHealthPathKnown: false,
  });
});

test.each([
  [{ ...open, dockerfile: '/etc/Dockerfile' }, /--dockerfile: expected/],
  [{ ...open, port: -1 }, /--port: expected/],
  [{ ...open, healthPath: 'http://example.com/health' }, /--health-path: expected/],
])('an argument that is wrong is refused by name: %j', (given, message) => {
  expect(() => placeOf(given, found)).toThrow(message);
});
