/* Namespaces and objects of somebody else. Pure. */
import { fieldsOf, textOf } from '../../shared/json.ts';
import { fieldManager } from '../kube/kube.ts';
import type { KubeObject } from '../kube/types.ts';
import { titleOf } from '../manifests/pod-templates.ts';
import { type Findings, problemsOf } from './findings.ts';

const rule = 'owner';

/** What to do about an object of somebody else. */
const next =
  'deploy to another namespace by --namespace, let its owner hand it over, or leave it out by deploy.leaveOut';

/** Marks of other tools on what they manage: an annotation or a label, and the tool's words for it. */
const marks: readonly { readonly name: string; readonly owner: (value: string) => string }[] = [
  { name: 'meta.helm.sh/release-name', owner: (value) => `the Helm release ${value}` },
  {
    name: 'argocd.argoproj.io/tracking-id',
    owner: (value) => `Argo CD's application ${value.split(':')[0] ?? value}`,
  },
  { name: 'argocd.argoproj.io/instance', owner: (value) => `Argo CD's application ${value}` },
  { name: 'kustomize.toolkit.fluxcd.io/name', owner: (value) => `Flux's kustomization ${value}` },
  { name: 'helm.toolkit.fluxcd.io/name', owner: (value) => `Flux's Helm release ${value}` },
];

/** Field managers of other tools. */
const managers: Readonly<Record<string, string>> = {
  helm: 'Helm',
  'argocd-controller': 'Argo CD',
  'kustomize-controller': 'Flux',
  'helm-controller': 'Flux',
};

/** What owners are judged by. */
export interface OwnerFacts {
  readonly project: string;
  readonly namespace: string;
  readonly namespaceObject: KubeObject | undefined;
  /** Undefined where they are not to be seen. */
  readonly same: readonly KubeObject[] | undefined;
  readonly kept: readonly KubeObject[] | undefined;
}

/** Refuses a namespace in which nothing may be deployed, whatever else is there. */
export function namespaceFindings({
  namespace,
  namespaceObject,
}: Omit<OwnerFacts, 'same' | 'kept'>): Partial<Findings> {
  if (namespace.startsWith('kube-')) {
    return problemsOf(rule, [
      `the namespace ${namespace} is of the cluster itself: expected one of the project's own; name it by --namespace`,
    ]);
  }
  const { phase } = fieldsOf(fieldsOf(namespaceObject)['status']);
  const isLeaving = phase === 'Terminating' || namespaceObject?.metadata.deletionTimestamp !== undefined;
  return problemsOf(
    rule,
    isLeaving
      ? [`the namespace ${namespace} is being deleted: wait until it is gone, or name another by --namespace`]
      : [],
  );
}

/** Refuses to change objects that another tool manages, and to deploy beside another project of this pipeline. */
export function ownerFindings(facts: OwnerFacts): Partial<Findings> {
  const { same, kept, project, namespace } = facts;
  const notes =
    same === undefined || kept === undefined
      ? [`the objects in ${namespace} could not all be read: whether they are somebody else's is not known`]
      : [];
  const foreign = (same ?? []).flatMap((object) => {
    const owner = ownerOf(object);
    return owner === undefined ? [] : [{ owner, title: titleOf(object) }];
  });
  const byOwner = [...Map.groupBy(foreign, ({ owner }) => owner)].map(
    ([owner, all]) => `${all.map(({ title }) => title).join(', ')} in ${namespace} is of ${owner}: ${next}`,
  );
  const others = (kept ?? []).flatMap(({ metadata: { name } }) => /^(.+)-deployed$/.exec(name)?.[1] ?? []);
  const beside = others
    .filter((other) => other !== project)
    .map(
      (other) =>
        `the namespace ${namespace} is of the project ${other}, which this pipeline has deployed there: name another by --namespace, or delete its ConfigMap ${other}-deployed to hand the namespace over`,
    );
  return { ...problemsOf(rule, [...byOwner, ...beside]), notes };
}

/** The tool that manages an object in the cluster; undefined for none, and for this pipeline. */
function ownerOf({ metadata }: KubeObject): string | undefined {
  const { annotations, labels, managedFields = [] } = metadata;
  const names = managedFields.map(({ manager = '' }) => manager);
  if (names.includes(fieldManager)) return undefined;
  const marked = marks.flatMap(({ name, owner }) => {
    const value = textOf(fieldsOf(annotations)[name]) ?? textOf(fieldsOf(labels)[name]);
    return value === undefined ? [] : [owner(value)];
  });
  return marked[0] ?? names.map((name) => managers[name]).find((owner) => owner !== undefined);
}
