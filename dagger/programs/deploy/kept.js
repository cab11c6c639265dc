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

/**
 * The settings of a deployment that goes back by hand: what is brought is the version before, with its own image and Node;
 * unchanged for any other. @throws StepError when there is no such version
 */
export async function settingsBack(kube, settings) {
  if (!settings.back) return { settings };
  const kept = await keptVersion(kube, settings.project, 'before');
  if (kept === undefined) {
    throw new StepError('the cluster has kept no version before the one that serves', { rule: 'rollback' });
  }
  const { version } = kept;
  return {
    settings: { ...settings, version, probeImage: version.image.reference, node: version.node },
    objects: kept.objects,
  };
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
