import { expect, test } from 'vitest';

import { buildPlace } from '../../src/project/build-place.ts';

test.each([
  ['Dockerfile', undefined, { context: '.', dockerfile: 'Dockerfile' }],
  ['api/Dockerfile', undefined, { context: '.', dockerfile: 'api/Dockerfile' }],
  ['api/Dockerfile', 'api', { context: 'api', dockerfile: 'Dockerfile' }],
  ['api/docker/Dockerfile', 'api', { context: 'api', dockerfile: 'docker/Dockerfile' }],
])('%s builds in its folder %s', (dockerfile, context, place) => {
  expect(buildPlace(dockerfile, context)).toEqual(place);
});

test('a Dockerfile outside of the folder is brought into it, also where the names only begin alike', () => {
  for (const dockerfile of ['docker/Dockerfile', 'api.Dockerfile', 'api2/Dockerfile']) {
    const { outside, ...place } = buildPlace(dockerfile, 'api');
    expect(outside).toEqual({ from: dockerfile, as: place.dockerfile });
  }
});
