import { endWith } from '../tools/ending.stage.ts';
import type { Project } from '../project/project.stage.ts';
import type { GateResult, Verdict } from '../verdict/model.ts';
import type { Repository } from '../registry/address.ts';
import type { Found, RegistryAnswer } from '../registry/registry-answer.ts';
import { publishDecision } from './decide.ts';
import { findingLines, verdictTable } from '../verdict/table.ts';
import { UsageError } from '../verdict/usage-error.ts';
import { decisiveGates, exitCodes } from '../verdict/verdict.ts';

/** What of a run belongs to platforms beside the engine's own. */
export type FurtherGates = readonly Pick<GateResult, 'gate' | 'outcome' | 'reason'>[];

/** How every refusal begins that is about what was to be published, and not about the way to the registry. */
export const refusal = 'publish: refused, nothing was pushed';

/** Ends the run when a gate that the project uses has not passed. */
export async function refuseUnlessGreen(verdict: Verdict, project: Project): Promise<void> {
  const decision = publishDecision(verdict, project.configuration.gates);
  if (decision.kind === 'publish') return;
  const findings = decisiveGates(verdict).flatMap(findingLines);
  await endWith({
    exitCode: verdict.exitCode === exitCodes.passed ? exitCodes.failed : verdict.exitCode,
    message: `${refusal}: ${decision.reason}`,
    output: `${[...findings, '', verdictTable(verdict)].join('\n')}\n`,
  });
}

/** Ends the run because gates of further platforms have not passed. */
export function refuseFurther(red: FurtherGates): Promise<never> {
  const isFailed = red.some(({ outcome }) => outcome === 'failed');
  return endWith({
    exitCode: isFailed ? exitCodes.failed : exitCodes.unavailable,
    message: `${refusal}: not passed: ${red.map(({ gate }) => gate).join(', ')}`,
    output: red.map(({ gate, outcome, reason }) => `${gate}: ${outcome}: ${reason}\n`).join(''),
  });
}

/** What the registry has, or the end of the run. */
export async function foundOrEnd(answer: RegistryAnswer, repository: Repository): Promise<readonly Found[]> {
  if (answer.ok) return answer.found;
  if (answer.kind !== 'credentials') return brokeOff(repository, answer.detail);
  throw new UsageError(
    `publish: the registry refuses the credentials: ${answer.detail}: check --username and --password`,
  );
}

/** The registry, or the way to it, is at fault: no tag that people use has changed. */
export function brokeOff({ address }: Repository, reason: string): Promise<never> {
  return endWith({
    exitCode: exitCodes.unavailable,
    message: `publish: nothing was tagged in ${address}: ${reason}`,
    output: '',
  });
}
