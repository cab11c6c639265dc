import type { Check } from '../deploy/proof/check.ts';
import type { Proof } from '../deploy/proof/proof.ts';
import type { Deployment } from '../deploy/proof/model.ts';
import { isObserved } from '../deploy/proof/observed.ts';
import { duration, grouped, type State } from './words.ts';

/** The sentence about a deployment in two parts; the first is emphasised. */
export interface DeploymentHeadline {
  readonly lead: string;
  readonly rest: string;
}

const leads = {
  passed: 'Deployed and proved:',
  failed: 'Deployment failed:',
  unavailable: 'Deployment not proved:',
} as const;

/** The most important sentence about a deployment. */
export function deploymentHeadline(deployment: Deployment): DeploymentHeadline {
  const { outcome, cluster, version } = deployment;
  if (outcome === 'passed') {
    return { lead: leads.passed, rest: `${short(version.revision)} serves in ${cluster.namespace}.` };
  }
  return { lead: leads[outcome], rest: `${causes(deployment)}. ${outcomeForUsers(deployment)}` };
}

/** The checks or the step that decided it. */
function causes({ proof, failure, outcome }: Deployment): string {
  const decisive = (proof?.checks ?? []).filter((check) => check.outcome === outcome && !check.allowed);
  if (decisive.length > 0) return decisive.map(({ check }) => check).join(', ');
  return failure === undefined ? 'nothing was proved' : `${failure.step} (${failure.rule})`;
}

/** The version that serves now. */
export function outcomeForUsers({ rollback, previous }: Deployment): string {
  switch (rollback.kind) {
    case 'not-needed':
      return 'The version that was proved serves.';
    case 'nothing-changed':
      return 'Nothing that serves was changed.';
    case 'nothing-to-go-back-to':
      return 'It was a first deployment: there is nothing to go back to.';
    case 'taken-away':
      return 'It was a first deployment: it was taken away again.';
    case 'not-tried':
      return 'The previous version was not restored.';
    case 'tried': {
      const name = previous === undefined ? 'The previous version' : short(previous.revision);
      return rollback.proof.outcome === 'passed'
        ? `${name} serves again, proved after ${duration(rollback.recoveryMs)}.`
        : `${name} was restored but is not proved to serve.`;
    }
  }
}

/** A figure: name, value, and a detail that may be empty. */
export type Figure = readonly [name: string, value: string, detail: string];

/** A deployment in figures. Values that were not measured are left out. */
export function deploymentFigures(deployment: Deployment): Figure[] {
  const { proof, leadTimeMs, durationMs, rollback } = deployment;
  return [
    ...(proof === undefined ? [] : servedFigures(proof)),
    ...(rollback.kind === 'tried' ? [['Recovery', longDuration(rollback.recoveryMs), ''] as const] : []),
    ...(leadTimeMs === undefined
      ? []
      : [['Lead time', longDuration(leadTimeMs), 'from commit to proof'] as const]),
    ['Time', duration(durationMs), `exit code ${String(deployment.exitCode)}`],
  ];
}

/** The effects that users would have noticed. */
function servedFigures({ observations: { probe, load } }: Proof): Figure[] {
  const figures: Figure[] = [];
  if (isObserved(probe)) {
    const p99 = probe.p99Ms === null ? 'no answer' : `p99 ${String(Math.round(probe.p99Ms))} ms`;
    figures.push([
      'Requests failed',
      `${String(probe.failed)} of ${grouped(probe.sent)}`,
      `${p99}, longest gap ${duration(probe.longestGapMs)}`,
    ]);
  }
  if (load !== undefined && isObserved(load)) {
    figures.push([
      'Messages lost',
      `${String(load.lostCount)} of ${grouped(load.acknowledged)}`,
      `${String(load.retried)} sends repeated`,
    ]);
  }
  return figures;
}

/** A duration up to days: `2 d 4 h`, `1 h 5 min`; below an hour as {@link duration}. */
export function longDuration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 60) return duration(ms);
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${String(hours)} h ${String(minutes % 60)} min`;
  return `${String(Math.floor(hours / 24))} d ${String(hours % 24)} h`;
}

/** A revision in its usual short form; other names are unchanged. */
export function short(revision: string): string {
  return revision.replace(/^([0-9a-f]{12})[0-9a-f]{28}/, '$1');
}

/** A check's state in the terms of the verdict. */
export function checkState({ outcome, allowed }: Check): State {
  return outcome === 'unavailable' && allowed ? 'allowed' : outcome;
}
