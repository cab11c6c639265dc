import type { CheckName } from '../../verdict/check-names.ts';
import type { Check, Line } from './check.ts';
import type { Expected } from './observations.ts';
import { withoutPromise } from './offers.ts';

/** Lines without which no version is proved, whatever a project says. The last two are there where the project has them. */
const alwaysBinding: readonly CheckName[] = [
  ...(['rollout', 'replicas', 'image', 'restarts', 'old-pods', 'health'] as const),
  ...(['load', 'smoke'] as const),
];

/** What decides whether a line is binding. */
export interface BindingFacts {
  readonly expected: Pick<Expected, 'replicas' | 'offers'>;
  /** Further lines that the project makes binding: `deploy.require`. */
  readonly require: readonly CheckName[];
}

/**
 * Whether a deployment without this line is not proved. No lost request is promised by two replicas that are replaced one
 * after the other, so that the probe is binding for these.
 */
export function isBinding(check: CheckName, { expected, require }: BindingFacts): boolean {
  if (alwaysBinding.includes(check) || require.includes(check)) return true;
  return check === 'probe' && withoutPromise(expected) === undefined;
}

/**
 * A line as the proof has it. One that is not binding never fails: where it is not good, the reason begins with what the
 * project does not offer. One that is good without being promised was luck, and does not pass either.
 */
export function bound(line: Line, facts: BindingFacts): Check {
  const binding = isBinding(line.check, facts);
  if (binding || line.allowed) return { ...line, binding };
  const { outcome, reason } = line;
  const gap = line.check === 'probe' ? withoutPromise(facts.expected) : undefined;
  const told = { ...line, binding, outcome: 'unavailable', allowed: true } as const;
  if (outcome === 'unavailable') return told;
  if (gap !== undefined) return { ...told, reason: `not promised: ${gap}; ${reason}` };
  return outcome === 'passed'
    ? { ...line, binding }
    : { ...told, reason: `${gapWords(line.check)}: ${reason}` };
}

/** The words for a line that is not good: a promise about an update, or something that the version does not have. */
function gapWords(check: CheckName): 'not promised' | 'not offered' {
  return check === 'spread' || check === 'drain' || check === 'probe' ? 'not promised' : 'not offered';
}
