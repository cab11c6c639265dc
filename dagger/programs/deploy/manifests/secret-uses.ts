/* Which Secrets the pods of manifests read. */
import { isOf, nameOf } from '../kube/read.ts';
import type { KubeObject, PodSpec } from '../kube/types.ts';

/** A Secret, with the keys that are read of it. */
export interface NeededSecret {
  readonly name: string;
  readonly keys: readonly string[];
}

/** A read of a Secret: one key, or all that it has. */
interface Use {
  readonly name: string;
  readonly key?: string | undefined;
}

/** Each Secret that pods need and the manifests do not have, with the keys that are read of it. */
export function secretsNeeded(objects: readonly KubeObject[]): NeededSecret[] {
  const needed = new Map<string, Set<string>>();
  for (const { name, key } of objects.flatMap(usesOf)) {
    const keys = needed.get(name) ?? new Set();
    if (key !== undefined) keys.add(key);
    needed.set(name, keys);
  }
  const present = objects.filter(isOf('Secret')).map(nameOf);
  return [...needed]
    .filter(([name]) => !present.includes(name))
    .map(([name, keys]) => ({ name, keys: [...keys] }));
}

/** Where the pods of one object read Secrets. */
export function usesOf(object: KubeObject): Use[] {
  if (!isOf('Deployment')(object) && !isOf('StatefulSet')(object)) return [];
  return usesIn(object.spec.template.spec);
}

/** As a variable, as all variables, as files. */
function usesIn({ containers, volumes = [] }: PodSpec): Use[] {
  return [
    ...containers.flatMap(({ env = [] }) => env.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef ?? [])),
    ...containers.flatMap(({ envFrom = [] }) => envFrom.flatMap(({ secretRef }) => secretRef ?? [])),
    ...volumes.flatMap(({ secret }) =>
      secret === undefined
        ? []
        : (secret.items ?? [{ key: undefined }]).map(({ key }) => ({ name: secret.secretName, key })),
    ),
  ];
}
