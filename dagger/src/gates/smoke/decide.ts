import { count, unavailable } from '../../verdict/evidence.ts';
import { lastWords } from '../../verdict/last-words.ts';
import type { Decision, Finding } from '../../verdict/model.ts';
import type { Probe, Supervised } from './parse.ts';
import { answerWords, type Asked, type Fault, unreachable } from './reach.ts';

/** What is known of an image that was started twice: as a service, and under the supervisor. */
export interface SmokeEvidence {
  /** What a client beside the service saw; a text when it could not be had, with the reason. */
  readonly probe: Probe | string;
  /** What the supervisor in the image saw; a text when it could not be had, with the reason. */
  readonly supervised: Supervised | string;
  readonly asked: Asked;
}

/**
 * Decides the smoke gate: healthy, reachable, its own HEALTHCHECK, conversation, not root, writes only to its mounts,
 * ends on SIGTERM with code 0. Findings are told even when one of the two halves could not be had; without findings, that
 * is unavailable.
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

/** Whether what the supervisor saw is the answer, so that no client beside the service could see anything better. */
export function isOutOfReach(supervised: Supervised | string, asked: Asked): supervised is Supervised {
  if (typeof supervised === 'string') return false;
  const { healthyMs } = supervised;
  return healthyMs === undefined || endedItself(supervised) || unreachable(supervised, asked) !== undefined;
}

function summary(probe: Probe, supervised: Supervised): string {
  const talk = probe.conversation === undefined ? 'no conversation given' : 'conversation passed';
  const healthy = `healthy in ${String(supervised.healthyMs ?? 0)} ms`;
  const own = supervised.healthcheck === undefined ? '' : ', its HEALTHCHECK passed';
  return `${healthy}${own}, ${talk}, uid ${String(supervised.uid)}, ended in ${String(supervised.stopMs ?? 0)} ms`;
}

/** The image's own process: health, reach, user, files, signal. */
function supervisedFindings(facts: Supervised, asked: Asked): Finding[] {
  const isHealthy = facts.healthyMs !== undefined;
  const faults = [
    healthFault(facts, asked),
    facts.uid === 0
      ? { rule: 'user', message: 'the image runs as root (uid 0)', fix: 'Set USER in the Dockerfile.' }
      : undefined,
    facts.wrote.length > 0
      ? {
          rule: 'files',
          message: wroteOutside(facts),
          fix: 'Write to a mount, or name the mount in pipeline.json.',
        }
      : undefined,
    isHealthy ? healthcheckFault(facts) : undefined,
    isHealthy ? signalFault(facts) : undefined,
  ];
  return faults.flatMap((fault) => (fault === undefined ? [] : [finding(fault)]));
}

function healthFault(facts: Supervised, asked: Asked): Fault | undefined {
  const fault = unreachable(facts, asked);
  if (fault !== undefined || facts.healthyMs !== undefined) return fault;
  const { exit, stopMs, health, log } = facts;
  const said = log === '' ? '' : `: ${lastWords({ stdout: '', stderr: log })}`;
  const died =
    exit === undefined || stopMs !== undefined ? '' : `; the process ended with ${ending(exit)}${said}`;
  return {
    rule: 'healthy',
    message: `the image never became healthy: ${answerWords(health, asked.healthPath)}${died}`,
    fix: 'Read the log of the image below.',
  };
}

/** What runs the image asks its own check, and restarts it for as long as that fails. */
function healthcheckFault({ healthcheck }: Supervised): Fault | undefined {
  if (healthcheck === undefined || healthcheck.exitCode === 0) return undefined;
  const said = healthcheck.output.trim().split('\n').at(-1) ?? '';
  return {
    rule: 'healthcheck',
    message: `the image's own HEALTHCHECK failed with code ${String(healthcheck.exitCode)} while the service was healthy: ${said}`,
    fix: 'Ask by what is in the image: HEALTHCHECK CMD ["node", "-e", "fetch(...)"].',
  };
}

/** Whether the process was gone before anybody asked it to end. */
function endedItself({ exit, stopMs }: Supervised): boolean {
  return exit !== undefined && stopMs === undefined;
}

function signalFault(facts: Supervised): Fault | undefined {
  if (facts.exit !== undefined && endedItself(facts)) {
    return {
      rule: 'ended',
      message: `the image's process ended by itself with ${ending(facts.exit)} while the service was healthy: a container ends with PID 1`,
      fix: 'Start the service in the foreground, as the last command, with `exec` in a script.',
    };
  }
  const [survivor] = facts.survivors;
  if (survivor !== undefined) {
    const first = facts.leader.split(' ')[0]?.split('/').at(-1) ?? 'another program';
    return {
      rule: 'signal',
      message: `SIGTERM does not reach the service: PID 1 is ${first}, and ${survivor} still ran when it had ended`,
      fix: 'Use the exec form, CMD ["node", "server.js"]; `exec` in a script that starts it; or an init such as tini.',
    };
  }
  if (facts.exit?.code === 0 && !facts.killed) return undefined;
  return { rule: 'signal', message: endedBadly(facts), fix: 'Handle SIGTERM: drain, close, exit 0.' };
}

function wroteOutside({ wrote }: Supervised): string {
  return `the image wrote outside its mounts: ${wrote.slice(0, 5).join(', ')} (${count(wrote.length, 'path')})`;
}

function endedBadly({ exit, killed }: Supervised): string {
  if (killed) return 'the image did not end after SIGTERM and had to be killed';
  return `the image ended on SIGTERM with ${exit === undefined ? 'no exit code' : ending(exit)}, expected code 0`;
}

function ending(exit: { readonly code: number | null; readonly signal: string | null }): string {
  return exit.signal === null ? `code ${String(exit.code)}` : `signal ${exit.signal}`;
}

/** What a client saw that talked to the image from another container. */
function probeFindings({ health, conversation }: Probe, { healthPath }: Asked): Finding[] {
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

function finding({ fix, ...what }: { rule: string; message: string; fix?: string | undefined }): Finding {
  return { tool: 'smoke', severity: 'HIGH', ...what, ...(fix === undefined ? {} : { fix }) };
}
