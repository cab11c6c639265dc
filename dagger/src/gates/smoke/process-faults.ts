import { count } from '../../verdict/evidence.ts';
import { errorSummary } from '../../verdict/error-summary.ts';
import type { Finding } from '../../verdict/finding.ts';
import type { SupervisorReport } from './parse.ts';
import { answerWords, type AskedEndpoint, type Fault, finding, unreachable } from './reach.ts';

/** Findings about the image's own process: health, reach, user, files, signal. */
export function supervisedFindings(facts: SupervisorReport, asked: AskedEndpoint): Finding[] {
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

function healthFault(facts: SupervisorReport, asked: AskedEndpoint): Fault | undefined {
  const fault = unreachable(facts, asked);
  if (fault !== undefined || facts.healthyMs !== undefined) return fault;
  const { exit, stopMs, health, log } = facts;
  const said = log === '' ? '' : `: ${errorSummary({ stdout: '', stderr: log })}`;
  const died =
    exit === undefined || stopMs !== undefined ? '' : `; the process ended with ${ending(exit)}${said}`;
  return {
    rule: 'healthy',
    message: `the image never became healthy: ${answerWords(health, asked.healthPath)}${died}`,
    fix: 'Read the log of the image below.',
  };
}

/** The fault of a failing HEALTHCHECK: an orchestrator that uses it would restart the image again and again. */
function healthcheckFault({ healthcheck }: SupervisorReport): Fault | undefined {
  if (healthcheck === undefined || healthcheck.exitCode === 0) return undefined;
  const said = healthcheck.output.trim().split('\n').at(-1) ?? '';
  return {
    rule: 'healthcheck',
    message: `the image's own HEALTHCHECK failed with code ${String(healthcheck.exitCode)} while the service was healthy: ${said}`,
    fix: 'Ask by what is in the image: HEALTHCHECK CMD ["node", "-e", "fetch(...)"].',
  };
}

/** Whether the process ended before it was sent SIGTERM. */
export function endedItself({ exit, stopMs }: SupervisorReport): boolean {
  return exit !== undefined && stopMs === undefined;
}

function signalFault(facts: SupervisorReport): Fault | undefined {
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

function wroteOutside({ wrote }: SupervisorReport): string {
  return `the image wrote outside its mounts: ${wrote.slice(0, 5).join(', ')} (${count(wrote.length, 'path')})`;
}

function endedBadly({ exit, killed }: SupervisorReport): string {
  if (killed) return 'the image did not end after SIGTERM and had to be killed';
  return `the image ended on SIGTERM with ${exit === undefined ? 'no exit code' : ending(exit)}, expected code 0`;
}

function ending(exit: { readonly code: number | null; readonly signal: string | null }): string {
  return exit.signal === null ? `code ${String(exit.code)}` : `signal ${exit.signal}`;
}
