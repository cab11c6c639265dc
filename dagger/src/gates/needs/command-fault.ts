import { abnormalEnd, type Evidence, unavailable } from '../../verdict/evidence.ts';
import { errorSummary } from '../../verdict/error-summary.ts';
import type { Finding } from '../../verdict/finding.ts';
import type { Decision } from '../../verdict/model.ts';
import { plainLine, plainText } from '../../verdict/plain-text.ts';
import type { NeededCommand } from './commands.ts';

/** Longest end of an output that is read, in UTF-16 code units. */
const longest = 50_000;

/** Errors of Node, of fetch and of programs that download, with the host that they could not reach. */
const outOfReach = [
  /getaddrinfo (?:ENOTFOUND|EAI_AGAIN) (?<host>[\w.-]+)/,
  /connect (?:ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH) (?<host>[\w.:[\]-]+)/,
  /(?:Failed to (?:fetch|download|load)|request to|Error[^\n]{0,80}download\w*)[^\n]{0,200}?https?:\/\/(?<host>[\w.-]+)/i,
  /https?:\/\/(?<host>[\w.-]+)[^\n]{0,200}?(?:failed, reason|- (?:40[37]|429|50\d)\b|timed? ?out|unable to (?:get|verify))/i,
];

/** Hosts that are the container itself: nobody but the project could have started what should listen there. */
const itself = /^(?:localhost|127\.|0\.0\.0\.0|\[?::1)/;

/**
 * Decides on a command that failed: red if it is the project's own, unavailable if a host was out of reach, a program is
 * missing in the image, or it ran out of time.
 */
export function decideCommand(command: Pick<NeededCommand, 'kind' | 'text'>, evidence: Evidence): Decision {
  const { kind } = command;
  const text = plainLine(command.text, 120);
  const output = plainText(
    `${evidence.stdout.slice(-longest)}\n${evidence.stderr.slice(-longest)}`,
    2 * longest,
  );
  const said = errorSummary(evidence);
  const abnormal = abnormalEnd(evidence);
  if (abnormal !== undefined) return unavailable(`${text} ${abnormal}: ${said}`);
  const host = hostOf(output);
  if (host !== undefined)
    return unavailable(`${text} could not reach ${host}, which has to answer from here: ${said}`);
  const program = missingProgram(output, evidence.exitCode);
  if (program !== undefined) {
    return unavailable(
      `${text} needs ${program}, which is neither in node_modules/.bin nor in the image: add its package to devDependencies, or leave it out by ${settingOf(kind)} in pipeline.json`,
    );
  }
  const message = `${text} ended with code ${String(evidence.exitCode)}: ${said}`;
  const finding: Finding = {
    tool: kind,
    rule: 'command',
    severity: 'HIGH',
    message: plainText(message),
    fix: `Make it end with 0, or name other commands in ${settingOf(kind)} of pipeline.json.`,
  };
  return { outcome: 'failed', reason: plainLine(message), findings: [finding] };
}

/** The setting by which a project says what is run. */
function settingOf(kind: NeededCommand['kind']): string {
  return kind === 'before' ? 'test.before' : kind;
}

function hostOf(output: string): string | undefined {
  return outOfReach
    .flatMap((pattern) => [...output.matchAll(new RegExp(pattern, `${pattern.flags}g`))])
    .map(({ groups }) => groups?.['host'] ?? '')
    .find((host) => host !== '' && !itself.test(host));
}

/** The program that a shell did not find, as dash, bash and BusyBox say it. */
function missingProgram(output: string, exitCode: number): string | undefined {
  if (exitCode !== 127) return undefined;
  return (
    /(?:^|: )(?:\d+: |line \d+: )?([\w@./-]+): (?:command )?not found$/m.exec(output)?.[1] ?? 'a program'
  );
}

/**
 * The decision of a gate over a project whose commands failed. One that is not green may say so for what is missing, so that
 * the command's decision takes its place. A green one stands: the gate did not need what the command writes.
 */
export function overruled(decision: Decision, fault: Decision | undefined): Decision {
  if (fault === undefined) return decision;
  const failed = `a command before it failed, and it did without: ${fault.reason}`;
  if (decision.outcome === 'passed') return { ...decision, notes: [...(decision.notes ?? []), failed] };
  const told = `without what that command writes: ${plainLine(decision.reason, 300)}`;
  const findings = fault.outcome === 'failed' ? [...fault.findings, ...decision.findings] : [];
  return { ...fault, findings, notes: [...(fault.notes ?? []), told, ...(decision.notes ?? [])] };
}
