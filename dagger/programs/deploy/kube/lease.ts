/* One deployment at a time: a Lease (coordination.k8s.io/v1) that is renewed while one is in progress. */
import { say, StepError } from '../run/command.ts';
import type { Kube } from './kube.ts';
import type { Lease } from './types.ts';

const seconds = 60;
const renewMs = 15_000;

/** The holder of a project's lease in its namespace. */
export interface LeaseHolder {
  readonly project: string;
  /** A name that no other deployment has. */
  readonly holder: string;
}

const nameOf = ({ project }: Pick<LeaseHolder, 'project'>): string => `${project}-deploy`;

/** The time as a Lease has it: in microseconds. */
const now = (): string => new Date().toISOString().replace('Z', '000Z');

function lease(settings: LeaseHolder, resourceVersion?: string): Lease {
  const time = now();
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: nameOf(settings), ...(resourceVersion === undefined ? {} : { resourceVersion }) },
    spec: {
      holderIdentity: settings.holder,
      leaseDurationSeconds: seconds,
      acquireTime: time,
      renewTime: time,
    },
  };
}

const endOf = ({ spec }: Lease): number => Date.parse(spec.renewTime) + spec.leaseDurationSeconds * 1000;

/** Takes the lease, or continues with it. @throws StepError if another deployment has it */
export async function takeLease(kube: Kube, settings: LeaseHolder): Promise<void> {
  const created = await kube.create(lease(settings));
  if (created.exitCode === 0) return;
  if (!/AlreadyExists/.test(created.stderr)) {
    throw new StepError('no lease could be made', { evidence: created });
  }
  const found = await kube.find('Lease', nameOf(settings));
  if (found !== undefined && found.spec.holderIdentity !== settings.holder && endOf(found) > Date.now()) {
    const { holderIdentity, acquireTime } = found.spec;
    throw new StepError(`another deployment is in progress: ${holderIdentity}, since ${acquireTime}`, {
      rule: 'lock',
    });
  }
  await replace(kube, settings, found?.metadata.resourceVersion);
}

/** Replaces an expired lease of a known version, so that the server lets only one deployment take it. */
async function replace(kube: Kube, settings: LeaseHolder, version: string | undefined): Promise<void> {
  const input = JSON.stringify(lease(settings, version));
  const evidence = await kube.tryTo(['replace', '-f', '-'], { input });
  if (evidence.exitCode !== 0) throw new StepError('the lease was taken by another deployment', { evidence });
}

/** Renews the lease from time to time; returns a function that stops this. */
export function keepLease(kube: Kube, settings: LeaseHolder): () => void {
  const renew = async (): Promise<void> => {
    const patch = JSON.stringify({ spec: { renewTime: now() } });
    const words = ['patch', 'lease', nameOf(settings), '--type=merge', `--patch=${patch}`];
    const { exitCode, stderr } = await kube.tryTo(words);
    if (exitCode !== 0) say(`the lease was not renewed: ${stderr.trim()}`);
  };
  const timer = setInterval(() => void renew(), renewMs);
  return () => {
    clearInterval(timer);
  };
}

/** Releases the lease, if this deployment still has it. */
export async function releaseLease(kube: Kube, settings: LeaseHolder): Promise<void> {
  const found = await kube.find('Lease', nameOf(settings));
  if (found?.spec.holderIdentity !== settings.holder) return;
  await kube.must(['delete', 'lease', nameOf(settings), '--ignore-not-found']);
}
