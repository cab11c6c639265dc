import type { FlakyRule } from '../../project/settings/test.ts';
import { count } from '../../verdict/evidence.ts';
import type { Finding } from '../../verdict/finding.ts';
import type { Decision } from '../../verdict/model.ts';

/**
 * Whether another run of the tests may have another result: tests failed, not only coverage, and there was no
 * breakdown.
 */
export function isWorthARetry({ outcome, findings }: Decision): boolean {
  return outcome === 'failed' && findings.some(isTest);
}

/**
 * Decides on tests that were run more than once. It is red if the last run was red. Tests that failed before and passed
 * in the end are flaky, and are listed.
 * @param tries decisions of the runs, in order; all but the last were red
 */
export function decideRetried(tries: readonly Decision[], rule: FlakyRule): Decision {
  const last = tries.at(-1);
  if (last === undefined) throw new Error('no run of the tests to decide on');
  if (tries.length === 1) return last;
  const runs = `${count(tries.length, 'run')}`;
  if (last.outcome !== 'passed') return { ...last, reason: `${last.reason} (after ${runs})` };
  const flaky = tries.slice(0, -1).flatMap(({ findings }) => findings.filter(isTest));
  return withFlaky(last, flaky, { rule, how: `red before and green in the last of ${runs}` });
}

/**
 * A decision with its flaky tests, which failed before and passed in the end. They are listed; in a green run they are
 * findings if the project says so.
 * @param how why they passed in the end, for the reason
 */
export function withFlaky(
  decision: Decision,
  found: readonly Finding[],
  { rule = 'pass', how }: { readonly rule?: FlakyRule | undefined; readonly how: string },
): Decision {
  const flaky = unique(found);
  if (flaky.length === 0) return decision;
  const notes = [...(decision.notes ?? []), ...flaky.map((finding) => `flaky: ${nameOf(finding)}`)];
  if (decision.outcome !== 'passed') return { ...decision, notes };
  const reason = `${decision.reason}; ${count(flaky.length, 'test')} flaky, ${how}`;
  return rule === 'pass'
    ? { ...decision, reason, notes }
    : { outcome: 'failed', reason, findings: flaky.map(asFlaky), notes };
}

function isTest({ rule }: Finding): boolean {
  return rule === 'test-failed';
}

/** Each test once, however often it failed. */
function unique(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [nameOf(finding), finding])).values()];
}

/** The test's file and its name, which precedes the failure in the message. */
function nameOf({ file, message }: Finding): string {
  const [name = ''] = message.split(': ');
  return file === undefined ? name : `${file}: ${name}`;
}

function asFlaky(finding: Finding): Finding {
  return {
    ...finding,
    rule: 'flaky-test',
    fix: 'Find what it depends on besides its own input: time, order, ports.',
  };
}
