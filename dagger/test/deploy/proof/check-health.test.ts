import { expect, test } from 'vitest';

import { healthCheck } from '../../../src/deploy/proof/check-health.ts';
import type { Observed } from '../../../src/deploy/proof/observed.ts';
import type { Health } from '../../../src/deploy/proof/traffic.ts';
import { health } from '../sample.ts';

test.each<[string, Observed<Health>, string, RegExp]>([
  ['ten good answers', health(), 'passed', /^10 good answers in a row through the Service$/],
  [
    'ten good answers after others',
    health({ asked: 33, lastBad: 'ECONNREFUSED', durationMs: 3100 }),
    'passed',
    /, after 23 others in 3\.1 s, the last: ECONNREFUSED$/,
  ],
  [
    'too few in a row',
    health({ asked: 40, good: 2, lastBad: '503', durationMs: 3000 }),
    'failed',
    /^2 of the 10 good answers .* within 3\.0 s, 40 requests .*; the last other answer: 503$/,
  ],
  ['nothing asked', health({ asked: 0, good: 0 }), 'unavailable', /nothing was asked/],
  ['nothing seen', { unobserved: 'no probe' }, 'unavailable', /no probe/],
])('%s', (_name, seen, outcome, reason) => {
  const check = healthCheck(seen);
  expect(check).toMatchObject({ check: 'health', outcome, allowed: false });
  expect(check.reason).toMatch(reason);
});
