import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deploymentOf } from '../../../src/deploy/proof/deployment.ts';
import { type StepFailure, type StepName, stepNames } from '../../../src/deploy/proof/model.ts';
import { rollbackDecision, type RollbackFacts } from '../../../src/deploy/proof/rollback.ts';
import { begun, deployed, previous, proof, rolledBack } from '../sample.ts';

const failure = (step: StepName, outcome: StepFailure['outcome'] = 'failed'): StepFailure => ({
  step,
  outcome,
  rule: step,
  message: 'it said no',
});
const red = { outcome: 'failed' } as const;
const open = { outcome: 'unavailable' } as const;
const green = { outcome: 'passed' } as const;

describe('whether to go back', () => {
  test.each<[string, RollbackFacts, string]>([
    ['a proof that passed', { proof: green, previous }, 'not-needed'],
    ['a proof that failed', { proof: red, previous }, 'roll-back'],
    ['a proof that could not be made', { proof: open, previous }, 'roll-back'],
    ['a proof that failed on a first deployment', { proof: red }, 'nothing-to-go-back-to'],
    ['a lock that another holds', { failure: failure('lock'), previous }, 'nothing-changed'],
    ['a manifest that the server refuses', { failure: failure('validate'), previous }, 'nothing-changed'],
    ['a cluster that is not there', { failure: failure('cluster', 'unavailable') }, 'nothing-changed'],
    ['an image that a probe cannot be run of', { failure: failure('fill'), previous }, 'nothing-changed'],
    ['a first version that nothing can use', { failure: failure('fill') }, 'nothing-to-go-back-to'],
    ['a migration that failed', { failure: failure('jobs'), previous }, 'roll-back'],
    ['a worker that does not start', { failure: failure('workloads'), previous }, 'roll-back'],
    ['a database that does not come', { failure: failure('database'), previous }, 'roll-back'],
    ['a field conflict while applying', { failure: failure('apply'), previous }, 'roll-back'],
    ['manifests that could not be kept', { failure: failure('keep'), proof: green, previous }, 'not-needed'],
  ])('%s: %s', (_name, facts, decision) => {
    expect(rollbackDecision(facts)).toBe(decision);
  });
});

describe('the record', () => {
  test('a sound update is passed, with its lead time', () => {
    expect(deploymentOf(deployed())).toMatchObject({
      outcome: 'passed',
      exitCode: 0,
      leadTimeMs: 3_670_000,
      rollback: { kind: 'not-needed' },
    });
  });
  test('a rollback that is proved still exits 1', () => {
    const record = rolledBack();
    expect(record).toMatchObject({ outcome: 'failed', exitCode: 1, rollback: { kind: 'tried' } });
    expect(record.reason).toMatch(/the previous version serves again, proved after 14\.0 s$/);
  });
  test('a rollback that is not proved is said aloud', () => {
    const bad = deployed({
      proof: proof({ oldPods: ['old'] }),
      restored: { recoveryMs: 1, proof: proof({ pods: [] }) },
    });
    expect(deploymentOf(bad).reason).toContain('THE PREVIOUS VERSION IS NOT PROVED TO SERVE');
  });
  test('a first deployment that was taken away is told, with what stays', () => {
    const takenAway = { removed: ['Deployment/api'], kept: ['PersistentVolumeClaim/data'] };
    const record = deploymentOf(begun({ failure: failure('apply'), takenAway }));
    expect(record.rollback).toEqual({ kind: 'taken-away', ...takenAway });
    expect(record.reason).toMatch(/it was taken away again, and PersistentVolumeClaim\/data stays$/);
    expect(record).not.toHaveProperty('takenAway');
  });
  test('a rollback that was due and is not there is said aloud', () => {
    const record = deploymentOf(deployed({ proof: proof({ oldPods: ['old'] }) }));
    expect(record.rollback).toEqual({ kind: 'not-tried' });
  });
  test.each<[string, StepFailure['outcome'], number]>([
    ['refused', 'failed', 1],
    ['unreachable', 'unavailable', 3],
  ])('a deployment that was %s ends as %s', (_name, outcome, exitCode) => {
    const record = deploymentOf(begun({ failure: failure('lock', outcome) }));
    expect(record).toMatchObject({ outcome, exitCode, rollback: { kind: 'nothing-changed' } });
  });
  test('nothing at all is unavailable', () => {
    expect(deploymentOf(begun())).toMatchObject({ outcome: 'unavailable', exitCode: 3 });
  });
  test('a clock that ran backwards gives no lead time', () => {
    const early = deployed({ committedAt: '2026-10-02T00:00:00Z' });
    expect(deploymentOf(early)).not.toHaveProperty('leadTimeMs');
  });
  test('passed is only what has a proof that passed and no failure', () => {
    const outcomes = fc.constantFrom('failed' as const, 'unavailable' as const, undefined);
    fc.assert(
      fc.property(
        fc.constantFrom(...stepNames),
        outcomes,
        fc.constantFrom(proof(), proof({ pods: [] }), proof({ probe: { unobserved: 'x' } }), undefined),
        (step, outcome, proved) => {
          const record = deploymentOf(
            begun({
              ...(outcome === undefined ? {} : { failure: failure(step, outcome) }),
              ...(proved === undefined ? {} : { proof: proved }),
            }),
          );
          expect(record.exitCode === 0).toBe(outcome === undefined && proved?.outcome === 'passed');
        },
      ),
    );
  });
});
