import type { Evidence } from '../../verdict/evidence.ts';
import { abnormalEnd } from '../../verdict/evidence.ts';
import { errorSummary } from '../../verdict/error-summary.ts';
import type { StepFailure, StepName } from './model.ts';

/** Refusals of a server by kubectl's words, each with its rule's name and outcome. */
const refusals: readonly {
  readonly words: RegExp;
  readonly rule: string;
  readonly outcome: StepFailure['outcome'];
  /** What to do, where the server's words do not say it. */
  readonly next?: string;
}[] = [
  { words: /violates? PodSecurity/i, rule: 'pod-security', outcome: 'failed' },
  { words: /unknown field|strict decoding error/i, rule: 'unknown-field', outcome: 'failed' },
  {
    words: /Apply failed with \d+ conflicts?/i,
    rule: 'field-conflict',
    outcome: 'failed',
    next: 'somebody else has set these fields, and nothing is taken over: leave them out of the manifests, or let their owner hand the object over',
  },
  { words: /\(Unauthorized\)|must be logged in/i, rule: 'credentials', outcome: 'failed' },
  {
    words: /\(Forbidden\)|is forbidden|cannot (?:get|list|create|patch) resource/i,
    rule: 'rights',
    outcome: 'failed',
  },
  {
    words:
      /field is immutable|is immutable after creation|field can not be changed|updates to (?:\w+ )?(?:spec|parameters|provisioner)[^\n]* (?:are )?forbidden|Forbidden: (?:pod )?updates (?:to|may not)/i,
    rule: 'immutable',
    outcome: 'failed',
    next: 'a field was changed that cannot be changed: keep it as it is in the cluster, give the object another name, or delete it there first, which ends what runs by it',
  },
  { words: /\(Invalid\)|is invalid/i, rule: 'invalid', outcome: 'failed' },
  {
    words:
      /connection refused|no such host|no route to host|i\/o timeout|TLS handshake|x509:|Unable to connect|deadline exceeded|was refused - did you specify the right host/i,
    rule: 'unreachable',
    outcome: 'unavailable',
  },
];

/**
 * The failure of a kubectl command that was refused; undefined if it succeeded. A warning of Pod Security is
 * a refusal too: the server takes such a Deployment, with exit code 0, and then none of its pods.
 * @param evidence exit code and output of the command
 */
export function refusalOf(step: StepName, evidence: Evidence): StepFailure | undefined {
  const { exitCode, stderr, stdout } = evidence;
  const text = stderr.trim() === '' ? stdout : stderr;
  const refusal = refusals.find(({ words }) => words.test(text));
  if (exitCode === 0) {
    const insecure = refusals[0];
    return insecure?.words.test(stderr) === true
      ? { step, outcome: 'failed', rule: insecure.rule, message: linesWith(stderr, insecure.words) }
      : undefined;
  }
  if (refusal !== undefined) {
    const { rule, outcome, words, next } = refusal;
    const message = linesWith(text, words);
    return { step, outcome, rule, message: next === undefined ? message : `${message}: ${next}` };
  }
  const how = abnormalEnd(evidence);
  const outcome = how === undefined ? 'failed' : 'unavailable';
  const message = `kubectl ${how ?? `ended with code ${String(exitCode)}`}: ${errorSummary(evidence)}`;
  return { step, outcome, rule: step, message };
}

/** The lines of a text that match, as a reason that a person can act on. */
function linesWith(text: string, words: RegExp): string {
  const lines = text.split('\n').filter((line) => words.test(line));
  return lines.join(' | ').slice(0, 800);
}
