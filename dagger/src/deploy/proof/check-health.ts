import { seconds } from '../../verdict/duration.ts';
import { count } from '../../verdict/evidence.ts';
import { failed, type Line, passed, unavailable } from './check.ts';
import { isObserved, type Observed } from './observed.ts';
import type { Health } from './traffic.ts';

/** Good answers in a row that show that the Service leads to what serves. */
export const goodAnswers = 10;

/** The health path is answered through the Service, once the rollout is over. */
export function healthCheck(health: Observed<Health>): Line {
  if (!isObserved(health)) return unavailable('health', health.unobserved);
  const { asked, good, lastBad, durationMs } = health;
  if (asked === 0) return unavailable('health', 'nothing was asked');
  const others = asked - good;
  if (good >= goodAnswers) {
    const before =
      others === 0
        ? ''
        : `, after ${count(others, 'other')} in ${seconds(durationMs)}, the last: ${lastBad ?? 'none'}`;
    return passed('health', `${count(good, 'good answer')} in a row through the Service${before}`);
  }
  const last = lastBad === undefined ? '' : `; the last other answer: ${lastBad}`;
  const seen = `${String(good)} of the ${String(goodAnswers)} good answers in a row that were expected`;
  return failed(
    'health',
    `${seen} within ${seconds(durationMs)}, ${count(asked, 'request')} through the Service${last}`,
  );
}
