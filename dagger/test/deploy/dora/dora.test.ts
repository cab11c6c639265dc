import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderDeploymentJson } from '../../../src/deploy/proof/deployment-json.ts';
import { doraOf, type Measure, median, type PastDeployment } from '../../../src/deploy/dora/dora.ts';
import { isRecordName, parsePastDeployment } from '../../../src/deploy/dora/past.ts';
import { doraTable } from '../../../src/report/dora-words.ts';
import { renderPage } from '../../../src/report/page.ts';
import { verdict } from '../../report/sample.ts';
import { green, rolledBack } from '../sample.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** A proved deployment so many days after the first, with a change. */
function past(days: number, change: Partial<PastDeployment> = {}): PastDeployment {
  const startedAt = Date.UTC(2026, 9, 1) + days * day;
  return {
    name: `${String(days)}.json`,
    outcome: 'passed',
    startedAt,
    durationMs: 2 * minute,
    changed: true,
    provedAt: startedAt + minute,
    leadTimeMs: 10 * minute,
    ownCluster: false,
    ...change,
  };
}
const failed: Partial<PastDeployment> = { outcome: 'failed', recoveryMs: 20_000 };
const days = (number: number, change: Partial<PastDeployment> = {}): PastDeployment[] =>
  Array.from({ length: number }, (_, index) => past(index, change));
const standings = (records: readonly PastDeployment[]): Measure['standing'][] =>
  doraOf(records).map(({ standing }) => standing);

describe('against what elite teams reach', () => {
  test.each<[string, PastDeployment[], Measure['standing'][]]>([
    ['nothing', [], ['no data', 'no data', 'no data', 'no data']],
    ['three good runs', days(3), ['too few', 'too few', 'too few', 'no data']],
    ['ten in a minute', Array.from({ length: 10 }, () => past(0)), ['too few', 'elite', 'elite', 'no data']],
    ['one a day for twenty days', days(20), ['elite', 'elite', 'elite', 'no data']],
    ['slow ones', days(20, { leadTimeMs: 90 * minute }), ['elite', 'not elite', 'elite', 'no data']],
    [
      'one of ten failed and restored in seconds',
      [...days(18), past(18, failed), past(19, failed)],
      ['not elite', 'elite', 'elite', 'elite'],
    ],
    [
      'a fifth failed',
      [...days(16), ...[16, 17, 18, 19].map((at) => past(at, failed))],
      ['not elite', 'elite', 'not elite', 'elite'],
    ],
    [
      'a failure that is not over',
      [...days(19), past(19, { outcome: 'failed' })],
      ['elite', 'elite', 'elite', 'no data'],
    ],
  ])('%s', (_name, records, expected) => {
    expect(standings(records)).toEqual(expected);
  });
});

test('a failure without a rollback is over with the next proof', () => {
  const records = [past(0, { outcome: 'failed' }), past(1)];
  // From its end, two minutes after its start, to the proof one minute after the next start.
  expect(doraOf(records)[3]?.value).toBe(day - minute);
});

test('a refusal that changed nothing is no failed change', () => {
  const refused = days(20, { outcome: 'failed', changed: false });
  expect(doraOf([...days(20), ...refused])[2]).toMatchObject({ value: 0, basis: '0 of 20 changes' });
});

test('a deployment that could not be proved is a failed change', () => {
  expect(doraOf([past(0), past(1, { outcome: 'unavailable' })])[2]?.value).toBe(0.5);
});

test("deployments to clusters of their run's own are left out, and counted", () => {
  const own = days(20, { ownCluster: true, outcome: 'failed', leadTimeMs: 1 });
  const [left, ...others] = doraOf([...days(20), ...own]);
  const [all, ...measures] = doraOf(days(20));
  expect(left?.basis).toBe("20 proved deployments in 19.0 days; 20 to clusters of their run's own left out");
  expect([{ ...left, basis: all?.basis }, ...others]).toEqual([all, ...measures]);
  expect(doraOf(own)).toMatchObject([
    { standing: 'no data', basis: "no record; 20 to clusters of their run's own left out" },
    ...[{ standing: 'no data' }, { standing: 'no data' }, { standing: 'no data' }],
  ]);
});

test('records are read as the pipeline writes them', () => {
  expect(parsePastDeployment('a.json', renderDeploymentJson(green()))).toMatchObject({
    outcome: 'passed',
    changed: true,
    leadTimeMs: 3_670_000,
    ownCluster: true,
  });
  expect(parsePastDeployment('b.json', renderDeploymentJson(rolledBack()))).toMatchObject({
    outcome: 'failed',
    changed: true,
    recoveryMs: 14_000,
  });
});

test.each([
  ['no JSON', '{'],
  ['another object', '{"outcome":"passed"}'],
  ['a time that is none', renderDeploymentJson({ ...green(), startedAt: 'yesterday' })],
])('a file that is %s is refused by its name', (_name, text) => {
  expect(() => parsePastDeployment('bad.json', text)).toThrow(/^bad\.json is not a record of a deployment: /);
});

test.each([
  ...['deployment.json', 'runs/7/deployment.json', '7-deployment.json', 'runs/deployment-7.json'].map(
    (path) => [path, true] as const,
  ),
  ...['verdict.json', 'deployment.json/verdict.json', 'redeployment.json', 'deployment.schema.json'].map(
    (path) => [path, false] as const,
  ),
])('a record is known by its name: %s is one: %s', (path, is) => {
  expect(isRecordName(path)).toBe(is);
});

test('too few runs are said to be too few, in the table and in the page', () => {
  const measures = doraOf(days(3));
  expect(doraTable(measures)).toContain('too few runs to say');
  expect(renderPage(verdict(), { measures })).toContain('too few runs to say');
});

describe('for any history', () => {
  const record = fc.record({
    at: fc.nat(60),
    outcome: fc.constantFrom('passed' as const, 'failed' as const, 'unavailable' as const),
    changed: fc.boolean(),
    leadTimeMs: fc.nat(day),
  });
  const histories = fc
    .array(record, { maxLength: 40 })
    .map((records) => records.map(({ at, ...change }) => past(at, change)));
  test('the order of the files does not matter', () => {
    fc.assert(
      fc.property(histories, (records) => {
        expect(doraOf(records.toReversed())).toEqual(doraOf(records));
      }),
    );
  });
  test('nobody is elite by fewer records than it takes', () => {
    fc.assert(
      fc.property(histories, (records) => {
        if (records.length < 10) expect(standings(records)).not.toContain('elite');
      }),
    );
  });
  test('a median lies among its values', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1 }), (values) => {
        const middle = median(values) ?? Number.NaN;
        expect(values.filter((value) => value <= middle).length * 2).toBeGreaterThanOrEqual(values.length);
        expect(values.filter((value) => value >= middle).length * 2).toBeGreaterThanOrEqual(values.length);
      }),
    );
  });
});
