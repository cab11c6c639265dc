import { describe, expect, test } from 'vitest';

import { conduct, type ConductOptions, unavailableResults } from '../../src/ci/conductor.ts';
import type { Decision, GateResult, Outcome } from '../../src/verdict/model.ts';
import type { Row } from '../../src/gates/gate.ts';

/** Two gates side by side, one after both, one after that. */
const rows: Row[] = [row('a'), row('b'), row('c', ['a', 'b']), row('d', ['c'])];

function row(gate: string, needs: string[] = []): Row {
  return { stage: gate, gate, needs, files: [], why: '', images: [], tools: [], commands: [] };
}

function decision(outcome: Outcome): Decision {
  return { outcome, reason: outcome, findings: [] };
}

/** Runs the rows with gates that end as told, and records which of them started. */
async function play(outcomes: Record<string, Outcome>, change: Partial<ConductOptions> = {}) {
  const started: string[] = [];
  const told: string[] = [];
  let clock = 100;
  const results = await conduct({
    rows,
    run: (gate) => {
      started.push(gate);
      return Promise.resolve(decision(outcomes[gate] ?? 'passed'));
    },
    allowed: [],
    failFast: false,
    now: () => (clock += 10),
    onEnd: ({ gate }) => told.push(gate),
    ...change,
  });
  return { results, started, told };
}

const outcomesOf = (results: GateResult[]): string[] => results.map(({ outcome }) => outcome);

test('gates that were not asked are all unavailable for one reason, and none of them took time', () => {
  const results = unavailableResults(rows, 'no daemon answers');
  expect(results.map(({ gate }) => gate)).toEqual(['a', 'b', 'c', 'd']);
  for (const result of results) {
    expect(result).toMatchObject({ outcome: 'unavailable', reason: 'no daemon answers', allowed: false });
    expect(result).not.toHaveProperty('durationMs');
  }
});

test('each gate starts once, after those that it needs', async () => {
  const { results, started, told } = await play({});
  expect(started).toEqual(['a', 'b', 'c', 'd']);
  expect(told).toEqual(started);
  expect(outcomesOf(results)).toEqual(['passed', 'passed', 'passed', 'passed']);
});

test('regardless of what the others said, each gate runs in its turn', async () => {
  const { results, started } = await play({ a: 'failed', c: 'unavailable' }, { regardless: true });
  expect(started).toEqual(['a', 'b', 'c', 'd']);
  expect(outcomesOf(results)).toEqual(['failed', 'passed', 'unavailable', 'passed']);
});

test('results stand in the order of the rows with start and duration', async () => {
  const { results } = await play({});
  expect(results.map(({ gate }) => gate)).toEqual(['a', 'b', 'c', 'd']);
  for (const { startMs, durationMs } of results) expect([startMs, durationMs]).not.toContain(undefined);
});

test('gates that need nothing run side by side', async () => {
  const both = Promise.withResolvers<Decision>();
  const started: string[] = [];
  const done = play(
    {},
    {
      run: (gate) => {
        started.push(gate);
        if (started.length === 2) both.resolve(decision('passed'));
        return both.promise;
      },
    },
  );
  await both.promise;
  expect(started).toEqual(['a', 'b']);
  await done;
});

test('a red gate stops what depends on it, also at second hand, and its neighbour finishes', async () => {
  const { results, started } = await play({ a: 'failed' });
  expect(started).toEqual(['a', 'b']);
  expect(outcomesOf(results)).toEqual(['failed', 'passed', 'unavailable', 'unavailable']);
  expect(results.slice(2).map(({ stoppedBy }) => stoppedBy)).toEqual(['a', 'a']);
});

test('an unavailable gate stops what depends on it as a red one does', async () => {
  expect((await play({ b: 'unavailable' })).started).toEqual(['a', 'b']);
});

describe('a gate that the run may go without', () => {
  test('lets what depends on it start, and stays unavailable', async () => {
    const { results, started } = await play({ b: 'unavailable' }, { allowed: ['b'] });
    expect(started).toEqual(['a', 'b', 'c', 'd']);
    expect(results[1]).toMatchObject({ outcome: 'unavailable', allowed: true });
  });

  test('may not be red', async () => {
    const { results, started } = await play({ b: 'failed' }, { allowed: ['b'] });
    expect(started).toEqual(['a', 'b']);
    expect(results[1]).toMatchObject({ outcome: 'failed', allowed: false });
  });

  test('is not excused when another red gate stopped it', async () => {
    const { results } = await play({ a: 'failed' }, { allowed: ['c'] });
    expect(results[2]).toMatchObject({ outcome: 'unavailable', allowed: false, stoppedBy: 'a' });
  });
});

test('a gate that throws is unavailable with what it threw', async () => {
  const { results } = await play({}, { run: () => Promise.reject(new Error('the engine went away')) });
  expect(results[0]).toMatchObject({ outcome: 'unavailable', reason: 'the engine went away' });
});

describe('failing fast', () => {
  test('gives up gates that still run', async () => {
    const never = new Promise<Decision>(() => undefined);
    const { results } = await play(
      {},
      {
        failFast: true,
        run: (gate) => (gate === 'a' ? Promise.resolve(decision('failed')) : never),
      },
    );
    expect(outcomesOf(results)).toEqual(['failed', 'unavailable', 'unavailable', 'unavailable']);
    expect(results[1]).toMatchObject({ stoppedBy: 'a' });
  });

  test('keeps what had already ended, and changes nothing when all is green', async () => {
    expect(outcomesOf((await play({}, { failFast: true })).results)).toEqual(Array(4).fill('passed'));
    const late = await play({ c: 'failed' }, { failFast: true });
    expect(outcomesOf(late.results)).toEqual(['passed', 'passed', 'failed', 'unavailable']);
  });
});
