/* What a cluster says before anything is applied. What it does not let be seen is undefined, and told. */
import { fieldsOf, textOf } from '../../shared/json.ts';
import { fieldManager, type Kube, listText } from '../kube/kube.ts';
import { foundIn } from '../kube/read.ts';
import type { DataObject, KubeObject } from '../kube/types.ts';
import { dataIn } from '../manifests/secrets.ts';
import { isKnown, type KnownKinds, kindsIn } from './known-kinds.ts';

/** The state of a cluster, as far as a deployment depends on it. */
export interface ClusterState {
  /** Kinds that the server has; undefined where it did not tell all of them. */
  readonly kinds: KnownKinds | undefined;
  readonly storageClasses: readonly KubeObject[] | undefined;
  readonly volumes: readonly KubeObject[] | undefined;
  readonly ingressClasses: readonly KubeObject[] | undefined;
  /** The namespace; undefined where it is not there, or not to be seen. */
  readonly namespaceObject: KubeObject | undefined;
  /** Objects of the same kinds and names as those of the manifests, with who has set their fields. */
  readonly same: readonly KubeObject[] | undefined;
  /** Versions that deployments of this pipeline have kept in the namespace. */
  readonly kept: readonly KubeObject[] | undefined;
  /** Secrets and ConfigMaps that pods read. */
  readonly data: readonly DataObject[];
}

const json = ['--output', 'json', '--ignore-not-found'];

/** Looks at a cluster, and changes nothing. @throws StepError where it does not let Secrets or ConfigMaps be read that pods need */
export async function lookAt(kube: Kube, objects: readonly KubeObject[]): Promise<ClusterState> {
  const list = (...words: string[]): Promise<KubeObject[] | undefined> =>
    read(kube, ['get', ...words, ...json]);
  const kinds = await kindsOf(kube);
  const [storageClasses, volumes, ingressClasses, namespaces, same, kept, data] = await Promise.all([
    list('storageclasses'),
    list('persistentvolumes'),
    list('ingressclasses'),
    list('namespace', kube.namespace),
    sameIn(kube, objects, kinds),
    list('configmaps', '--selector', `app.kubernetes.io/managed-by=${fieldManager}`),
    dataIn(kube, objects),
  ]);
  const [namespaceObject] = namespaces ?? [];
  return { kinds, storageClasses, volumes, ingressClasses, namespaceObject, same, kept, data };
}

async function kindsOf(kube: Kube): Promise<KnownKinds | undefined> {
  const [resources, versions] = await Promise.all([
    kube.tryTo(['api-resources', '--no-headers']),
    kube.tryTo(['api-versions']),
  ]);
  const isWhole = resources.exitCode === 0 && versions.exitCode === 0;
  return isWhole ? kindsIn(resources.stdout, versions.stdout) : undefined;
}

/** Objects of the manifests as the cluster has them. Those of a kind that it does not know cannot be asked for. */
async function sameIn(
  kube: Kube,
  objects: readonly KubeObject[],
  kinds: KnownKinds | undefined,
): Promise<KubeObject[] | undefined> {
  const { namespace } = kube;
  const asked = objects.filter(
    (object) =>
      isKnown(object, kinds) && (textOf(fieldsOf(object.metadata)['namespace']) ?? namespace) === namespace,
  );
  if (asked.length === 0) return [];
  const input = listText(
    asked.map(({ apiVersion, kind, metadata: { name } }) => ({ apiVersion, kind, metadata: { name } })),
  );
  return read(kube, ['get', ...json, '--show-managed-fields', '-f', '-'], input);
}

async function read(kube: Kube, words: readonly string[], input?: string): Promise<KubeObject[] | undefined> {
  const { exitCode, stdout } = await kube.tryTo(words, input === undefined ? {} : { input });
  return exitCode === 0 ? foundIn(stdout) : undefined;
}
