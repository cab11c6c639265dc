import { count, unavailable } from './evidence.ts';
import type { Decision, Finding } from './model.ts';
import type { Probe, Supervised } from './parse-smoke.ts';

/** What is known of an image that was started twice: as a service, and under the supervisor. */
export interface SmokeEvidence {
  /** What a client beside the service saw; a text when it could not be had, with the reason. */
  readonly probe: Probe | string;
  /** What the supervisor in the image saw; a text when it could not be had, with the reason. */
  readonly supervised: Supervised | string;
}

/**
 * Decides the smoke gate: healthy, conversation, not root, writes only to its mounts, ends on SIGTERM with code 0.
 * Findings are told even when one of the two halves could not be had; without findings, that is unavailable.
 */
export function decideSmoke({ probe, supervised }: SmokeEvidence): Decision {
  const findings = [
    ...(typeof supervised === 'string' ? [] : supervisedFindings(supervised)),
    ...(typeof probe === 'string' ? [] : probeFindings(probe)),
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

function summary(probe: Probe, supervised: Supervised): string {
  const talk = probe.conversation === undefined ? 'no conversation given' : 'conversation passed';
  const healthy = `healthy in ${String(supervised.healthyMs ?? 0)} ms`;
  return `${healthy}, ${talk}, uid ${String(supervised.uid)}, ended in ${String(supervised.stopMs ?? 0)} ms`;
}

/** The image's own process: log, user, files, signal. */
function supervisedFindings(facts: Supervised): Finding[] {
  const checks: readonly [boolean, string, string, string][] = [
    [facts.healthyMs === undefined, 'healthy', neverHealthy(facts), 'Read the log of the image below.'],
    [facts.uid === 0, 'user', 'the image runs as root (uid 0)', 'Set USER in the Dockerfile.'],
    [
      facts.wrote.length > 0,
      'files',
      wroteOutside(facts),
      'Write to a mount, or name the mount in pipeline.json.',
    ],
    [
      facts.healthyMs !== undefined && !endedWell(facts),
      'signal',
      endedBadly(facts),
      'Handle SIGTERM: drain, close, exit 0.',
    ],
  ];
  return checks.filter(([red]) => red).map(([, rule, message, fix]) => finding(rule, message, fix));
}

function neverHealthy({ exit, lastHealth }: Supervised): string {
  const died = exit === undefined ? '' : `, the process ended with ${ending(exit)}`;
  return `the image never became healthy (last answer: ${lastHealth}${died})`;
}

function wroteOutside({ wrote }: Supervised): string {
  return `the image wrote outside its mounts: ${wrote.slice(0, 5).join(', ')} (${count(wrote.length, 'path')})`;
}

function endedWell({ exit, killed }: Supervised): boolean {
  return exit?.code === 0 && !killed;
}

function endedBadly({ exit, killed }: Supervised): string {
  if (killed) return 'the image did not end after SIGTERM and had to be killed';
  return `the image ended on SIGTERM with ${exit === undefined ? 'no exit code' : ending(exit)}, expected code 0`;
}

function ending(exit: { readonly code: number | null; readonly signal: string | null }): string {
  return exit.signal === null ? `code ${String(exit.code)}` : `signal ${exit.signal}`;
}

/** What a client saw that talked to the image from another container. */
function probeFindings({ health, conversation }: Probe): Finding[] {
  if (health.status !== 200) {
    const message = `the health path answered another container with ${health.last}, expected 200`;
    return [finding('health', message, 'Listen on all addresses of the port, not on loopback alone.')];
  }
  if (conversation === undefined || conversation.exitCode === 0) return [];
  const output = conversation.output.trim().slice(-2000);
  return [
    finding('conversation', `the conversation failed with code ${String(conversation.exitCode)}: ${output}`),
  ];
}

function finding(rule: string, message: string, fix?: string): Finding {
  return { tool: 'smoke', rule, severity: 'HIGH', message, ...(fix === undefined ? {} : { fix }) };
}
