/* What would fail is said before it is applied: everything at once. Nothing is changed here but what was missing. */
import { readFileSync } from 'node:fs';

import type { UpdateSettings } from '../../../src/deploy/stage/program-settings.ts';
import type { Kube } from '../kube/kube.ts';
import type { KubeObject } from '../kube/types.ts';
import { type DataPlan, dataPlan, unusedValues } from '../manifests/data-plan.ts';
import type { GivenValues } from '../manifests/data-state.ts';
import { renderedObjects } from '../manifests/objects.ts';
import { pulledAlways } from '../manifests/pull-policy.ts';
import { setData, sourcesOf } from '../manifests/secrets.ts';
import { type ClusterState, lookAt } from './cluster-facts.ts';
import { allFindings, type Findings } from './findings.ts';
import { imageNotes } from './images.ts';
import { ingressFindings } from './ingress.ts';
import { unknownKinds } from './kinds.ts';
import { namespaceFindings, ownerFindings } from './owners.ts';
import { storageFindings } from './storage.ts';

/** A deployment that was looked at. */
export interface Admission extends Findings {
  readonly cluster: ClusterState;
  readonly data: DataPlan;
  readonly given: GivenValues;
}

/** Looks at what is to be deployed, and at the cluster. */
export async function examine(
  kube: Kube,
  settings: UpdateSettings,
  objects: readonly KubeObject[],
): Promise<Admission> {
  const cluster = await lookAt(kube, objects);
  const given = givenTo(settings);
  const { ownSecrets: own, namespace } = settings;
  const data = dataPlan({ objects, there: cluster.data, given, own, namespace });
  // The version before need not read what the present one is given.
  const unused = settings.back ? {} : unusedValues({ objects, given });
  return {
    ...allFindings([...clusterFindings(settings, objects, cluster), data, unused]),
    cluster,
    data,
    given,
  };
}

/** What is found of objects and cluster, but for Secrets and ConfigMaps. */
function clusterFindings(
  settings: UpdateSettings,
  objects: readonly KubeObject[],
  cluster: ClusterState,
): Partial<Findings>[] {
  const { project, namespace, ownSecrets: own, nodes: isKind, loaded, back } = settings;
  const owned = { ...cluster, project, namespace };
  const images = {
    loaded: loaded.map(({ name }) => name),
    notPulled: isKind && !back ? pulledAlways(renderedObjects(settings)) : [],
  };
  return [
    namespaceFindings(owned),
    ownerFindings(owned),
    unknownKinds(objects, cluster.kinds),
    storageFindings({ ...cluster, objects, isKind }),
    ingressFindings({ ...cluster, objects, own }),
    { notes: imageNotes(objects, images) },
  ];
}

/** The values that are given. Those of secrets lie in files, so that no settings have them. */
function givenTo({ given: { values, secrets } }: UpdateSettings): GivenValues {
  const read = secrets.map(({ name, file }) => [name, readFileSync(file, 'utf8')] as const);
  return { values, secrets: Object.fromEntries(read) };
}

/** Sets what Secrets and ConfigMaps lack; answers which ones were set. @throws StepError */
export async function setMissing(
  kube: Kube,
  objects: readonly KubeObject[],
  { cluster, data, given }: Admission,
): Promise<string[]> {
  const { data: there } = cluster;
  await setData(kube, data.changes, { there, sources: sourcesOf(objects, there, given) });
  return data.changes.map(({ kind, name }) => `${kind}/${name}`);
}
