/* Ingress classes. Pure. */
import { fieldsOf, textOf } from '../../shared/json.ts';
import type { KubeObject } from '../kube/types.ts';
import { titleOf } from '../manifests/pod-templates.ts';
import { type Findings, listOf, problemsOf, withUsers } from './findings.ts';

/** The annotation that named a class before the field did (Kubernetes, "Ingress"). */
const oldAnnotation = 'kubernetes.io/ingress.class';

/** Names of the annotation that GKE knows without a class of that name (its manual, "Ingress for Application Load Balancers"). */
const withoutClass = /^gce(?:-internal)?$/;

/** What ingress is judged by. */
export interface IngressFacts {
  readonly objects: readonly KubeObject[];
  /** Undefined where they are not to be seen. */
  readonly ingressClasses: readonly KubeObject[] | undefined;
  /** True for a cluster of the pipeline's own, where the proof goes through the Service. */
  readonly own: boolean;
}

/** Refuses Ingresses of a class that the cluster does not have; on a cluster of the pipeline's own they are told. */
export function ingressFindings({ objects, ingressClasses, own }: IngressFacts): Partial<Findings> {
  const used = objects.flatMap((object) => {
    const name = classNameOf(object);
    return name === undefined ? [] : [{ name, user: titleOf(object) }];
  });
  if (used.length === 0) return {};
  if (ingressClasses === undefined) {
    return {
      notes: [
        'the ingress classes of the cluster could not be read: whether it has those of the manifests is not known',
      ],
    };
  }
  const there = ingressClasses.map(({ metadata }) => metadata.name);
  const brought = objects.filter(({ kind }) => kind === 'IngressClass').map(({ metadata }) => metadata.name);
  const missing = used.filter(({ name }) => !there.includes(name) && !brought.includes(name));
  if (missing.length === 0) return {};
  const list = listOf(withUsers(missing));
  if (own) {
    return {
      notes: [
        `no ingress class ${list} in this cluster: nothing answers at the Ingress, and the proof goes through the Service`,
      ],
    };
  }
  return problemsOf('ingress-class', [
    `the cluster has no ingress class ${list}: expected one of those that it has: ${there.join(', ') || 'none'}; name it in the manifests, or install what brings it`,
  ]);
}

function classNameOf(object: KubeObject): string | undefined {
  if (object.kind !== 'Ingress') return undefined;
  const named = textOf(fieldsOf(fieldsOf(object)['spec'])['ingressClassName']);
  const annotated = textOf(fieldsOf(object.metadata.annotations)[oldAnnotation]);
  if (named !== undefined) return named;
  return annotated === undefined || withoutClass.test(annotated) ? undefined : annotated;
}
