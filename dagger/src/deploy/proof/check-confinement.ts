import { count } from '../../verdict/evidence.ts';
import {
  checkEach,
  failed,
  type Line,
  notApplicable,
  passed,
  type PodOpinion,
  unavailable,
} from './check.ts';
import type { Expected, ForbiddenConnection } from './observations.ts';
import { isObserved, type Observed } from './observed.ts';
import type { PodFacts, ProcessFacts } from './pod-facts.ts';

/** Seccomp mode 2 of proc(5): a filter, as RuntimeDefault sets one. */
const seccompFilter = 2;

/**
 * Every pod's process runs under the restricted profile with a read-only root, as read from the process itself, and may
 * use only so much memory.
 */
export function hardeningCheck(
  pods: Observed<readonly PodFacts[]>,
  { offers }: Pick<Expected, 'offers'>,
): Line {
  if (!isObserved(pods)) return unavailable('hardening', pods.unobserved);
  const opinion = ({ name, process }: PodFacts): PodOpinion => {
    if (!isObserved(process)) return { unknown: `${name}: ${process.unobserved}` };
    const gaps = [...weaknesses(process), ...(offers.memoryLimit ? [] : ['has no memory limit'])];
    return gaps.length === 0 ? {} : { bad: `${gaps.join(', ')} (${name})` };
  };
  const good = (number: number): string =>
    `${count(number, 'pod')}: not root, without capabilities, NoNewPrivs, seccomp, read-only root, memory limit`;
  return checkEach('hardening', pods.map(opinion), good);
}

/** Ways in which one process is confined less than it should be. */
function weaknesses(facts: ProcessFacts): string[] {
  const gaps: readonly [boolean, string][] = [
    [facts.uid === 0, 'runs as root'],
    [!isZero(facts.effectiveCapabilities), `has capabilities ${facts.effectiveCapabilities}`],
    [!isZero(facts.boundingCapabilities), `could get capabilities ${facts.boundingCapabilities}`],
    [!facts.noNewPrivs, 'may get new privileges'],
    [facts.seccomp !== seccompFilter, `seccomp mode is ${String(facts.seccomp)}`],
    [!facts.readOnlyRoot, 'can write to its root'],
  ];
  return gaps.filter(([present]) => present).map(([, gap]) => gap);
}

/** Whether hexadecimal digits are all 0. An empty text is not. */
function isZero(hexadecimal: string): boolean {
  return /^0+$/.test(hexadecimal);
}

/**
 * A forbidden connection was tried and refused. A cluster that enforces no policy is no defect of this version:
 * it is reported, does not count as proved, and does not fail the deployment. Manifests that forbid nothing are.
 */
export function networkCheck(
  network: Observed<ForbiddenConnection>,
  { offers }: Pick<Expected, 'offers'>,
): Line {
  if (!isObserved(network)) return unavailable('network-policy', network.unobserved);
  const { what, outcome, control } = network;
  if (outcome === 'connected') return connected(what, offers);
  return control
    ? passed('network-policy', `${what} was refused`)
    : unavailable('network-policy', `${what} was refused, but so was the connection that is allowed`);
}

function connected(what: string, { networkPolicy }: Expected['offers']): Line {
  switch (networkPolicy) {
    case 'forbids':
      return notApplicable(
        'network-policy',
        `this cluster does not enforce NetworkPolicy: ${what} connected`,
      );
    case 'none':
      return failed(
        'network-policy',
        `no NetworkPolicy of the manifests is about the replicas; ${what} connected`,
      );
    case 'allows':
      return failed(
        'network-policy',
        `the NetworkPolicies of the manifests let replicas reach each other; ${what} connected`,
      );
  }
}
