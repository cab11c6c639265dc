/* The version that is proved, as the cluster keeps it: what a rollback goes back to. */
import { StepError } from './command.js';

const nameOf = (project, age) => `${project}-deployed${age === 'before' ? '-before' : ''}`;

/**
 * A version that was proved: `{version, objects}`; undefined where there is none.
 * @param age `now`, or `before` for the one before that
 */
export async function keptVersion(kube, project, age = 'now') {
  const found = await kube.find('configmap', nameOf(project, age));
  if (found === undefined) return undefined;
  const { version, manifests } = found.data;
  return { version: JSON.parse(version), objects: JSON.parse(manifests) };
}

/** Keeps a version that is proved, and the one that was kept till now as the one before. Secrets are never kept so. */
export async function keepVersion(kube, project, { version, objects }) {
  const before = await kube.find('configmap', nameOf(project, 'now'));
  const manifests = JSON.stringify(objects.filter(({ kind }) => kind !== 'Secret'));
  const now = { version: JSON.stringify(version), manifests };
  const known = before === undefined || before.data.version === now.version ? [] : [['before', before.data]];
  const maps = [...known, ['now', now]].map(([age, data]) => ({
    ...{ apiVersion: 'v1', kind: 'ConfigMap', data },
    metadata: { name: nameOf(project, age), labels: { 'app.kubernetes.io/managed-by': 'messenger-deploy' } },
  }));
  const evidence = await kube.apply(maps);
  if (evidence.exitCode !== 0) throw new StepError('the manifests could not be kept', { evidence });
}
