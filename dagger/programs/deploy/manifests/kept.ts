/* The proved versions that the cluster keeps, for a rollback. */
import type { RunnableVersion, UpdateSettings } from '../../../src/deploy/stage/program-settings.ts';
import { fieldsOf, itemsOf, parseJson, textOf } from '../../shared/json.ts';
import { applyOrFail, fieldManager, type Kube } from '../kube/kube.ts';
import { objectOf } from '../kube/read.ts';
import type { KubeObject } from '../kube/types.ts';
import { manifestsIn, type Stored, stored, storedIn } from './kept-data.ts';
import { StepError } from '../run/command.ts';

/** A version with its objects. */
export interface KeptVersion {
  readonly version: RunnableVersion;
  readonly objects: readonly KubeObject[];
}

/** `now` is the version that serves, `before` the one before it. */
type KeptSlot = 'now' | 'before';

const nameOf = (project: string, age: KeptSlot): string =>
  `${project}-deployed${age === 'before' ? '-before' : ''}`;

/** A version that was proved; undefined where there is none. */
export async function keptVersion(
  kube: Kube,
  project: string,
  age: KeptSlot = 'now',
): Promise<KeptVersion | undefined> {
  const found = await kube.find('ConfigMap', nameOf(project, age));
  if (found === undefined) return undefined;
  const { version = '{}' } = found.data ?? {};
  return { version: versionIn(version), objects: itemsOf(parseJson(manifestsIn(found))).map(objectOf) };
}

/** A version as {@link keepVersion} wrote it. @throws StepError for what is none */
function versionIn(text: string): RunnableVersion {
  const { revision, image, node } = fieldsOf(parseJson(text));
  const { reference, configuration, manifest } = fieldsOf(image);
  const [kept, name, runsBy] = [revision, reference, node].map(textOf);
  if (kept === undefined || name === undefined || runsBy === undefined) {
    throw new StepError(`the cluster kept an invalid version: ${text}`, { rule: 'rollback' });
  }
  const optional = { configuration: textOf(configuration), manifest: textOf(manifest) };
  const digests = Object.fromEntries(Object.entries(optional).filter(([, digest]) => digest !== undefined));
  return { revision: kept, image: { reference: name, ...digests }, node: runsBy };
}

/** The settings of a deployment; of a rollback by hand, with the version before and its objects. */
export interface RollbackSettings<Settings> {
  readonly settings: Settings;
  /** Absent for a deployment that goes on to a new version. */
  readonly objects?: readonly KubeObject[];
}

/**
 * The settings of a rollback by hand, with the previous version's own image and Node; unchanged for
 * any other deployment. @throws StepError when there is no such version
 */
export async function rollbackSettings<Settings extends UpdateSettings>(
  kube: Kube,
  settings: Settings,
): Promise<RollbackSettings<Settings>> {
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

/** Keeps a proved version, and the version kept so far as the previous one. Secrets are never kept. */
export async function keepVersion(
  kube: Kube,
  project: string,
  { version, objects }: KeptVersion,
): Promise<void> {
  const kept = await kube.find('ConfigMap', nameOf(project, 'now'));
  const manifests = JSON.stringify(objects.filter(({ kind }) => kind !== 'Secret'));
  const text = JSON.stringify(version);
  const mapOf = (age: KeptSlot, data: Stored): object => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: nameOf(project, age), labels: { 'app.kubernetes.io/managed-by': fieldManager } },
    ...data,
  });
  const isAnother = kept !== undefined && kept.data?.['version'] !== text;
  const before = isAnother ? [mapOf('before', storedIn(kept))] : [];
  const maps = [...before, mapOf('now', stored({ version: text, manifests }))];
  await applyOrFail(kube, maps, 'the manifests could not be kept');
}
