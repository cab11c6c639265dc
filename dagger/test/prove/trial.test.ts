import { describe, expect, test } from 'vitest';
import { badDeployments } from '../../src/prove/bad-deployments.ts';
import { deploymentOf } from '../../src/deploy/proof/deployment.ts';
import { checkNames } from '../../src/verdict/check-names.ts';
import { type Deployment, stepNames } from '../../src/deploy/proof/model.ts';
import { catchersOf, deployProofTable, faultsOf, harmOf, uncaughtReason } from '../../src/prove/trial.ts';
import { decideProof } from '../../src/deploy/proof/proof.ts';
import {
  begun,
  deployed,
  green,
  load,
  observations,
  pod,
  previous,
  probe,
  proof,
  rolledBack,
} from '../deploy/sample.ts';

const bad = { name: 'crashes at start', caughtBy: ['rollout'] };
const notComplete = { complete: false, durationMs: 1, deadlineMs: 1, events: [], waitedFor: 'a pod' };

/** A record of an update that did not roll out and was taken back, with changes of the two proofs. */
function record(
  change: Parameters<typeof proof>[0] = {},
  restored: { readonly proof?: Parameters<typeof proof>[0]; readonly recoveryMs?: number } = {},
): Deployment {
  return deploymentOf(
    begun({
      previous,
      proof: proof({ rollout: notComplete, ...change }),
      restored: { recoveryMs: restored.recoveryMs ?? 14_000, proof: proof(restored.proof) },
    }),
  );
}

test('caught by what should, without harm, and back in time, is right', () => {
  expect(faultsOf({ bad, record: record() })).toEqual([]);
});

describe('it is wrong when', () => {
  test.each<[string, Deployment, RegExp]>([
    ['nothing caught it', green(), /^not caught$/],
    [
      'another check caught it',
      deploymentOf(
        begun({ previous, proof: proof({ oldPods: ['old'] }), restored: { recoveryMs: 1, proof: proof() } }),
      ),
      /^caught by old-pods, expected rollout$/,
    ],
    ['a request failed', record({ probe: probe({ failed: 2 }) }), /^2 requests failed$/],
    [
      'a request failed on the way back',
      record({}, { proof: { probe: probe({ failed: 1 }) } }),
      /^1 requests/,
    ],
    [
      'an acknowledged message is lost',
      record({}, { proof: { load: load({ lostCount: 1, found: 499 }) } }),
      /^1 acknowledged messages lost$/,
    ],
    ['the version before is not proved', record({}, { proof: { pods: [pod()] } }), /not proved: replicas/],
    ['going back took too long', record({}, { recoveryMs: 31_000 }), /took too long/],
    [
      'nobody went back',
      deploymentOf(deployed({ proof: proof({ rollout: notComplete }) })),
      /was not brought back/,
    ],
  ])('%s', (_name, wrong, words) => {
    expect(faultsOf({ bad, record: wrong }).join('; ')).toMatch(words);
  });
});

test('requests may fail where pods are ready before the defect shows', () => {
  const seen = record({ probe: probe({ failed: 9 }) });
  expect(faultsOf({ bad: { ...bad, reachesUsers: true }, record: seen })).toEqual([]);
  expect(harmOf({ bad, record: seen })).toEqual({ failed: 9, lost: 0 });
});

test('requests may fail where no update without a lost one is promised', () => {
  const lost = { rollout: notComplete, probe: probe({ failed: 9 }) };
  const one = observations().expected;
  const proved = decideProof(observations({ ...lost, expected: { ...one, replicas: 1 } }), []);
  const restored = { recoveryMs: 1, proof: proof() };
  expect(faultsOf({ bad, record: deploymentOf(begun({ previous, proof: proved, restored })) })).toEqual([]);
  const promised = decideProof(observations(lost), []);
  expect(faultsOf({ bad, record: deploymentOf(begun({ previous, proof: promised, restored })) })).toEqual([
    '9 requests failed',
  ]);
});

test('one that only lines that are not binding could catch is not tried', () => {
  const plain = decideProof(observations(), []);
  expect(uncaughtReason({ caughtBy: ['revision'] }, plain)).toBe(
    'the project does not require revision (deploy.require)',
  );
  expect(uncaughtReason({ caughtBy: ['revision'] }, proof())).toBeUndefined();
  expect(uncaughtReason({ caughtBy: ['revision', 'probe'] }, plain)).toBeUndefined();
  expect(uncaughtReason({ caughtBy: ['revision', 'pod-security'] }, plain)).toBeUndefined();
  expect(uncaughtReason({ caughtBy: ['unknown-field'] }, plain)).toBeUndefined();
});

test('what a deployment may survive is right when it did', () => {
  expect(faultsOf({ bad: { ...bad, mayPass: true }, record: green() })).toEqual([]);
});

test('a refusal is caught by its rule, and needs no way back', () => {
  const refused = deploymentOf(
    begun({ failure: { step: 'validate', outcome: 'failed', rule: 'unknown-field', message: 'no' } }),
  );
  const trial = { bad: { name: 'unknown field', caughtBy: ['unknown-field'] }, record: refused };
  expect(catchersOf(trial)).toEqual(['unknown-field', 'validate']);
  expect(faultsOf(trial)).toEqual([]);
});

test('the table says how many of how many', () => {
  const table = deployProofTable(green(), [
    { bad, record: record() },
    { bad: { ...bad, name: 'worse' }, record: green() },
  ]);
  expect(table).toMatch(/^crashes at start {2}rollout .* 0 +0 +proved after 14\.0 s +right$/m);
  expect(table).toMatch(/^worse +survived .*WRONG not caught$/m);
  expect(table).toMatch(/^1 of 2 right; the sound deployment before them: passed/m);
  expect(rolledBack().exitCode).toBe(1);
});

test('every bad deployment has a name of its own and something that is to catch it', () => {
  const names = badDeployments.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  // The command line cuts a list at its commas.
  expect(names.filter((name) => name.includes(','))).toEqual([]);
  const rules = ['unknown-field', 'pod-security', 'unreachable', 'rights', 'field-conflict'];
  const known: string[] = [...checkNames, ...stepNames, ...rules];
  for (const { caughtBy } of badDeployments) {
    expect(caughtBy).not.toEqual([]);
    expect(caughtBy.filter((word) => !known.includes(word))).toEqual([]);
  }
});

test('one whose disturbance could not be done proves nothing, however it ended', () => {
  const trial = { bad: { ...bad, mayPass: true } as const, record: green(), problems: ['no pod to stop'] };
  expect(faultsOf(trial)).toEqual(['not tried: no pod to stop']);
});
