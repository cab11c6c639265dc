import { seconds } from '../../verdict/duration.ts';
import { checkWords } from './check.ts';
import type { Proof } from './proof.ts';
import type { Deployment, Step } from './model.ts';

/** A deployment as a person reads it on a terminal: what was done, what was checked, and how it ended. */
export function deploymentTable(deployment: Deployment): string {
  const { cluster, version, steps, proof, rollback, notes } = deployment;
  const where = `${cluster.kind} cluster ${cluster.name} (Kubernetes ${cluster.version ?? 'unknown'})`;
  return [
    `revision ${version.revision}, image ${version.image.reference}`,
    `${where}, namespace ${cluster.namespace}`,
    '',
    ...steps.map(stepLine),
    ...(proof === undefined ? [] : ['', ...proofLines(proof)]),
    ...(rollback.kind === 'tried'
      ? ['', 'the previous version, after the rollback:', ...proofLines(rollback.proof)]
      : []),
    ...uncheckedLines(deployment),
    ...notes,
    '',
    `deploy: ${deployment.outcome} after ${seconds(deployment.durationMs)}: ${deployment.reason}`,
    '',
  ].join('\n');
}

function stepLine({ step, outcome, startMs, durationMs, detail }: Step): string {
  const times = `${seconds(startMs).padStart(8)} ${seconds(durationMs).padStart(8)}`;
  return `${step.padEnd(14)} ${outcome.padEnd(11)} ${times}  ${detail}`;
}

function proofLines({ checks }: Proof): string[] {
  return checks.map((check) => `${check.check.padEnd(14)} ${checkWords(check).padEnd(25)} ${check.reason}`);
}

function uncheckedLines({ uncheckedGates }: Deployment): string[] {
  return uncheckedGates.length === 0 ? [] : ['', `not checked: ${uncheckedGates.join(', ')}`];
}
