/* What the pods of manifests read: Secrets and ConfigMaps, of every kind of object that makes pods. */
import { fieldsOf, itemsOf, textOf } from '../../shared/json.ts';
import type { KubeObject } from '../kube/types.ts';
import { podTemplateOf, titleOf } from './pod-templates.ts';

/** The two kinds that pods read. */
export type DataKind = 'Secret' | 'ConfigMap';

/** One read: a key, or all that there is. */
export interface Read {
  readonly kind: DataKind;
  readonly name: string;
  /** Absent where all keys are read. */
  readonly key?: string;
  /** Pods start without what is optional. */
  readonly optional: boolean;
  /** True for a login to a registry, without which pods start where the image is on their node. */
  readonly forPull?: boolean;
}

/** A Secret or a ConfigMap with everything that pods read of it. */
export interface Needed {
  readonly kind: DataKind;
  readonly name: string;
  /** Keys without which a pod does not start, each once. */
  readonly keys: readonly string[];
  /** Keys that are read where they are there. */
  readonly optionalKeys: readonly string[];
  /** True where a pod reads all that it has. */
  readonly isWhole: boolean;
  /** True where a pod does not start without the object itself. */
  readonly isRequired: boolean;
  /** True where it is needed for nothing but the pull of images. */
  readonly isForPull: boolean;
  /** `Deployment/api`: who reads it. */
  readonly users: readonly string[];
}

/** The key of a Secret with the login to a registry (Kubernetes, "Pull an Image from a Private Registry"). */
export const pullKey = '.dockerconfigjson';

/** Everything that pods read, by object. */
export function neededBy(objects: readonly KubeObject[]): Needed[] {
  const all = objects.flatMap((object) => readsOf(object).map((read) => ({ read, user: titleOf(object) })));
  const groups = Map.groupBy(all, ({ read: { kind, name } }) => `${kind}/${name}`);
  return [...groups.values()].map((group) => joined(group));
}

function joined(group: readonly { readonly read: Read; readonly user: string }[]): Needed {
  const reads = group.map(({ read }) => read);
  const keysOf = (some: readonly Read[]): string[] => [...new Set(some.flatMap(({ key }) => key ?? []))];
  const required = reads.filter(({ optional }) => !optional);
  const keys = keysOf(required);
  const [{ kind, name } = { kind: 'Secret', name: '' } as const] = reads;
  return {
    kind,
    name,
    keys,
    optionalKeys: keysOf(reads).filter((key) => !keys.includes(key)),
    isWhole: reads.some(({ key }) => key === undefined),
    isRequired: required.length > 0,
    isForPull: reads.every(({ forPull = false }) => forPull),
    users: [...new Set(group.map(({ user }) => user))],
  };
}

/** Where the pods of one object read Secrets and ConfigMaps; of an Ingress, where its certificates may be. */
export function readsOf(object: KubeObject): Read[] {
  if (object.kind === 'Ingress') return certificatesOf(object).filter(({ name }) => name !== '');
  const { initContainers, containers, volumes, imagePullSecrets } = fieldsOf(podTemplateOf(object)?.spec);
  // Pods of an account pull with its logins too.
  const ofAccount = object.kind === 'ServiceAccount' ? fieldsOf(object)['imagePullSecrets'] : undefined;
  const pulls = [...itemsOf(imagePullSecrets), ...itemsOf(ofAccount)].map((one) => ({
    ...readOf('Secret', one, { key: pullKey }),
    forPull: true,
  }));
  const inside = [...itemsOf(initContainers), ...itemsOf(containers)].flatMap(variablesOf);
  return [...inside, ...itemsOf(volumes).flatMap(filesOf), ...pulls].filter(({ name }) => name !== '');
}

/** The certificates of an Ingress, without which it serves one of its controller's own. */
function certificatesOf(ingress: KubeObject): Read[] {
  return itemsOf(fieldsOf(fieldsOf(ingress)['spec'])['tls']).flatMap((tls) =>
    ['tls.crt', 'tls.key'].map((key) => ({ ...readOf('Secret', tls, { key }), optional: true })),
  );
}

/** Single variables, and all keys as variables. */
function variablesOf(container: unknown): Read[] {
  const { env, envFrom } = fieldsOf(container);
  const single = itemsOf(env).flatMap((one) => {
    const { secretKeyRef, configMapKeyRef } = fieldsOf(fieldsOf(one)['valueFrom']);
    return [keyRead('Secret', secretKeyRef), keyRead('ConfigMap', configMapKeyRef)];
  });
  const all = itemsOf(envFrom).flatMap((one) => {
    const { secretRef, configMapRef } = fieldsOf(one);
    return [readOf('Secret', secretRef), readOf('ConfigMap', configMapRef)];
  });
  return [...single, ...all];
}

function filesOf(volume: unknown): Read[] {
  const { secret, configMap, projected } = fieldsOf(volume);
  return [
    ...fileReads('Secret', secret),
    ...fileReads('ConfigMap', configMap),
    ...itemsOf(fieldsOf(projected)['sources']).flatMap((source) => [
      ...fileReads('Secret', fieldsOf(source)['secret']),
      ...fileReads('ConfigMap', fieldsOf(source)['configMap']),
    ]),
  ];
}

/** Files of all keys, or of those that are named. */
function fileReads(kind: DataKind, files: unknown): Read[] {
  const items = itemsOf(fieldsOf(files)['items']);
  if (items.length === 0) return [readOf(kind, files)];
  return items.map((item) => readOf(kind, files, { key: textOf(fieldsOf(item)['key']) }));
}

function keyRead(kind: DataKind, reference: unknown): Read {
  return readOf(kind, reference, { key: textOf(fieldsOf(reference)['key']) });
}

/** A read by a reference of any form, which the server has not looked at yet; one without a name reads nothing. */
function readOf(kind: DataKind, reference: unknown, { key }: { key?: string | undefined } = {}): Read {
  const { name, secretName, optional } = fieldsOf(reference);
  return {
    kind,
    name: textOf(name) ?? textOf(secretName) ?? '',
    optional: optional === true,
    ...(key === undefined ? {} : { key }),
  };
}
