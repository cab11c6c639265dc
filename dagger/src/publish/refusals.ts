import type { GateResult, Verdict } from '../verdict/model.ts';
import type { Repository } from '../registry/address.ts';
import type { Found, RegistryAnswer } from '../registry/registry-answer.ts';
import { publishDecision } from './decide.ts';
import { type Refusal, usageRefusal } from '../verdict/ending.ts';
import { findingLines, verdictTable } from '../verdict/table.ts';
import { decisiveGates } from '../verdict/verdict.ts';

/** Results of gates for platforms other than the engine's own. */
export type FurtherGates = readonly Pick<GateResult, 'gate' | 'outcome' | 'reason'>[];

/** The reason why nothing was published. */
export interface PublishRefusal extends Refusal {
  /**
   * `image`: the image itself; `registry`: the registry, or the connection to it; `request`: arguments, tree or base
   * image.
   */
  readonly about: 'image' | 'registry' | 'request';
}

const refused = 'publish: refused, nothing was pushed';

/** Refuses an image whose verdict is not green; undefined if it may be published. */
export function refusalByGates(verdict: Verdict, inUse: readonly string[]): PublishRefusal | undefined {
  const decision = publishDecision(verdict, inUse);
  if (decision.kind === 'publish') return undefined;
  const findings = decisiveGates(verdict).flatMap(findingLines);
  return {
    kind: 'refused',
    about: 'image',
    because: verdict.outcome === 'unavailable' ? 'unavailable' : 'failed',
    reason: `${refused}: ${decision.reason}`,
    next: 'run ci, fix its findings, and publish again',
    output: `${[...findings, '', verdictTable(verdict)].join('\n')}\n`,
  };
}

/** Refuses an image that gates of further platforms have not passed; undefined if all passed. */
export function refusalByFurtherGates(further: FurtherGates): PublishRefusal | undefined {
  const red = further.filter(({ outcome }) => outcome !== 'passed');
  if (red.length === 0) return undefined;
  return {
    kind: 'refused',
    about: 'image',
    because: red.some(({ outcome }) => outcome === 'failed') ? 'failed' : 'unavailable',
    reason: `${refused}: not passed: ${red.map(({ gate }) => gate).join(', ')}`,
    next: 'fix the image for that platform, or leave the platform out of --platforms',
    output: red.map(({ gate, outcome, reason }) => `${gate}: ${outcome}: ${reason}\n`).join(''),
  };
}

/** Refuses tags that point to another image. @param conflicts a sentence for each */
export function refusalByConflicts(
  { address }: Repository,
  conflicts: readonly string[],
): PublishRefusal | undefined {
  if (conflicts.length === 0) return undefined;
  return {
    kind: 'refused',
    about: 'image',
    because: 'failed',
    reason: `${refused} to ${address}: ${conflicts.join('; ')}`,
    next: 'give another --version: a tag that people use never changes its meaning',
  };
}

/** Refuses the request itself because of its arguments, tree or base image. */
export function refusalOfRequest(refusal: Refusal | undefined): PublishRefusal | undefined {
  return refusal === undefined ? undefined : { ...refusal, about: 'request' };
}

/** The registry's content, or the reason why it could not be read. */
export function foundIn(answer: RegistryAnswer, repository: Repository): readonly Found[] | PublishRefusal {
  if (answer.ok) return answer.found;
  if (answer.kind !== 'credentials') return registryFailure(repository, answer.detail);
  const reason = `publish: the registry refuses the credentials: ${answer.detail}`;
  return { ...usageRefusal(reason, 'check --username and --password of with-registry'), about: 'request' };
}

/** The refusal if the registry, or the connection to it, is at fault: no public tag has changed. */
export function registryFailure({ address }: Repository, reason: string): PublishRefusal {
  return {
    kind: 'refused',
    about: 'registry',
    because: 'unavailable',
    reason: `publish: nothing was tagged in ${address}: ${reason}`,
    next: 'try again when the registry answers: what was pushed so far has no tag that people use',
  };
}
