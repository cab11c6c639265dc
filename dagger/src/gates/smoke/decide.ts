import { unavailable } from '../../verdict/evidence.ts';
import type { Finding } from '../../verdict/finding.ts';
import type { Decision } from '../../verdict/model.ts';
import type { ProbeReport, SupervisorReport } from './parse.ts';
import { endedItself, supervisedFindings } from './process-faults.ts';
import { answerWords, type AskedEndpoint, finding, unreachable } from './reach.ts';

/** Evidence of an image that was started twice: as a service, and under the supervisor. */
export interface SmokeEvidence {
  /** Report of a client in another container, or the reason why there is none. */
  readonly probe: ProbeReport | string;
  /** Report of the supervisor in the image, or the reason why there is none. */
  readonly supervised: SupervisorReport | string;
  readonly asked: AskedEndpoint;
}

/**
 * Decides the smoke gate: healthy, reachable, its own HEALTHCHECK, conversation, not root, writes only to its mounts,
 * ends on SIGTERM with code 0. Findings count even if one of the two reports is missing; without findings, a missing
 * report makes the gate unavailable.
 */
export function decideSmoke({ probe, supervised, asked }: SmokeEvidence): Decision {
  const findings = [
    ...(typeof supervised === 'string' ? [] : supervisedFindings(supervised, asked)),
    ...(typeof probe === 'string' ? [] : probeFindings(probe, asked)),
  ];
  const missing = [supervised, probe].filter((half) => typeof half === 'string');
  if (findings.length > 0) {
    const log =
      typeof supervised === 'string' || supervised.log === '' ? [] : [`log of the image:\n${supervised.log}`];
    const reason = findings.map((finding) => finding.message).join('; ');
    const unchecked = missing.length === 0 ? {} : { unchecked: ['smoke'] };
    return { outcome: 'failed', reason, findings, notes: [...missing, ...log], ...unchecked };
  }
  if (typeof supervised === 'string' || typeof probe === 'string') return unavailable(missing.join('; '));
  return { outcome: 'passed', reason: summary(probe, supervised), findings };
}

/** Whether the supervisor's report decides alone, because a client in another container could not see anything better. */
export function isOutOfReach(
  supervised: SupervisorReport | string,
  asked: AskedEndpoint,
): supervised is SupervisorReport {
  if (typeof supervised === 'string') return false;
  const { healthyMs } = supervised;
  return healthyMs === undefined || endedItself(supervised) || unreachable(supervised, asked) !== undefined;
}

function summary(probe: ProbeReport, supervised: SupervisorReport): string {
  const talk = probe.conversation === undefined ? 'no conversation given' : 'conversation passed';
  const healthy = `healthy in ${String(supervised.healthyMs ?? 0)} ms`;
  const own = supervised.healthcheck === undefined ? '' : ', its HEALTHCHECK passed';
  return `${healthy}${own}, ${talk}, uid ${String(supervised.uid)}, ended in ${String(supervised.stopMs ?? 0)} ms`;
}

/** Findings of a client that talked to the image from another container. */
function probeFindings({ health, conversation }: ProbeReport, { healthPath }: AskedEndpoint): Finding[] {
  if (health.status !== 200) {
    const message = `from another container, ${answerWords(health, healthPath)}`;
    const fix =
      health.status === 0 ? 'Listen on all addresses of the port, not on loopback alone.' : undefined;
    return [finding({ rule: 'health', message, fix })];
  }
  if (conversation === undefined || conversation.exitCode === 0) return [];
  const output = conversation.output.trim().slice(-2000);
  const how =
    conversation.exitCode === 124
      ? 'did not end in a minute'
      : `failed with code ${String(conversation.exitCode)}`;
  return [finding({ rule: 'conversation', message: `the conversation ${how}: ${output}` })];
}
