/* One deployment at a time: a Lease (coordination.k8s.io/v1) that is renewed while one is in progress. */
/* global clearInterval, setInterval */
import { say, StepError } from './command.js';

const seconds = 60;
const renewMs = 15_000;

const nameOf = (project) => `${project}-deploy`;

function lease({ project, holder }, version) {
  const now = new Date().toISOString().replace('Z', '000Z');
  return {
    ...{ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease' },
    metadata: { name: nameOf(project), ...(version === undefined ? {} : { resourceVersion: version }) },
    spec: { holderIdentity: holder, leaseDurationSeconds: seconds, acquireTime: now, renewTime: now },
  };
}

const endOf = ({ spec }) => Date.parse(spec.renewTime) + spec.leaseDurationSeconds * 1000;

/** Takes the lease, or goes on with it. @throws StepError when another deployment has it */
export async function takeLease(kube, settings) {
  const created = await kube.create(lease(settings));
  if (created.exitCode === 0) return;
  if (!/AlreadyExists/.test(created.stderr))
    throw new StepError('no lease could be made', { evidence: created });
  const found = await kube.find('lease', nameOf(settings.project));
  const other =
    found !== undefined && found.spec.holderIdentity !== settings.holder && endOf(found) > Date.now();
  if (other) {
    const { holderIdentity, acquireTime } = found.spec;
    throw new StepError(`another deployment is in progress: ${holderIdentity}, since ${acquireTime}`, {
      rule: 'lock',
    });
  }
  await replace(kube, settings, found?.metadata.resourceVersion);
}

/** With the version that was seen: of two who find a lease that has run out, the server lets one have it. */
async function replace(kube, settings, version) {
  const input = JSON.stringify(lease(settings, version));
  const evidence = await kube.tryTo(['replace', '-f', '-'], { input });
  if (evidence.exitCode !== 0) throw new StepError('the lease was taken by another deployment', { evidence });
}

/** Renews the lease from time to time; the answer ends that. */
export function keepLease(kube, settings) {
  const timer = setInterval(() => {
    const spec = { renewTime: new Date().toISOString().replace('Z', '000Z') };
    const patch = [
      'patch',
      'lease',
      nameOf(settings.project),
      '--type=merge',
      `--patch=${JSON.stringify({ spec })}`,
    ];
    void kube.tryTo(patch).then(({ exitCode, stderr }) => {
      if (exitCode !== 0) say(`the lease was not renewed: ${stderr.trim()}`);
    });
  }, renewMs);
  return () => clearInterval(timer);
}

/** Gives the lease back, if it is still this deployment's. */
export async function giveLeaseBack(kube, { project, holder }) {
  const found = await kube.find('lease', nameOf(project));
  if (found?.spec.holderIdentity === holder)
    await kube.must(['delete', 'lease', nameOf(project), '--ignore-not-found']);
}
