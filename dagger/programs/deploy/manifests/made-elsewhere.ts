/* Secrets and ConfigMaps that somebody else makes once the manifests are applied: they are not missing. */
import { fieldsOf, textOf } from '../../shared/json.ts';
import type { KubeObject } from '../kube/types.ts';
import { dataOf } from './data-state.ts';
import type { Needed } from './reads.ts';

/** The certificate of the cluster, in each namespace (Kubernetes, "Certificates in the cluster"). */
const clusterCertificate = 'kube-root-ca.crt';

/** The type of a Secret that the server fills (Kubernetes, "Types of Secret"). */
const accountToken = 'kubernetes.io/service-account-token';

/** The Secret that objects of other controllers make, by kind: cert-manager, External Secrets, Sealed Secrets. */
const secretOf: Readonly<Record<string, (spec: Readonly<Record<string, unknown>>) => unknown>> = {
  Certificate: ({ secretName }) => secretName,
  ExternalSecret: ({ target }) => fieldsOf(target)['name'],
  SealedSecret: ({ template }) => fieldsOf(fieldsOf(template)['metadata'])['name'],
};

/** Kinds whose Secret has the name of the object where none is given. */
const ownNamed = ['ExternalSecret', 'SealedSecret'];

/** Whether a Secret or ConfigMap comes from somewhere else than the manifests and whoever deploys them. */
export function madeElsewhere(needed: Needed, objects: readonly KubeObject[]): boolean {
  if (needed.kind === 'ConfigMap') return needed.name === clusterCertificate;
  if (dataOf(objects, needed)?.type === accountToken) return true;
  return objects.some((object) => {
    const made = secretOf[object.kind]?.(fieldsOf(fieldsOf(object)['spec']));
    const name = textOf(made) ?? (ownNamed.includes(object.kind) ? object.metadata.name : undefined);
    return name === needed.name;
  });
}
