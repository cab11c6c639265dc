/* Storage classes that volumes are claimed by. Pure. */
import { fieldsOf, itemsOf, textOf } from '../../shared/json.ts';
import type { KubeObject } from '../kube/types.ts';
import { podTemplateOf, titleOf } from '../manifests/pod-templates.ts';
import { type Findings, listOf, problemsOf, withUsers } from './findings.ts';

const rule = 'storage-class';

/** The annotation that named a class before the field did (Kubernetes, "Persistent Volumes"). */
const oldAnnotation = 'volume.beta.kubernetes.io/storage-class';
const defaultMarks = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

/** Provisioners of clouds' disks: those that were part of Kubernetes, and drivers by their domains. */
const ofClouds =
  /^kubernetes\.io\/(?:aws-ebs|gce-pd|azure-disk|azure-file|cinder|vsphere-volume)$|\.csi\.(?:aws\.com|azure\.com|digitalocean\.com|hetzner\.cloud|linode\.com|scaleway\.com|vultr\.com|vsphere\.vmware\.com|ovh\.com|openstack\.org)$|(?:^|\.)csi\.storage\.gke\.io$|^csi\.(?:hetzner\.cloud|vsphere\.vmware\.com|scaleway\.com)$|^(?:block|filestore|cinder)\.csi\./;

/** A claim: the class that it names, or undefined for the cluster's default. */
interface Claim {
  readonly user: string;
  readonly className: string | undefined;
}

/** What storage is judged by. */
export interface StorageFacts {
  readonly objects: readonly KubeObject[];
  /** Undefined where they are not to be seen. */
  readonly storageClasses: readonly KubeObject[] | undefined;
  readonly volumes: readonly KubeObject[] | undefined;
  /** True for a cluster of kind's. */
  readonly isKind: boolean;
}

/** Refuses claims that no class and no volume is there for. */
export function storageFindings({
  objects,
  storageClasses,
  volumes,
  isKind,
}: StorageFacts): Partial<Findings> {
  const claims = objects.flatMap(claimsOf);
  if (claims.length === 0) return {};
  if (storageClasses === undefined) {
    return {
      notes: [
        'the storage classes of the cluster could not be read: whether it has those of the manifests is not known',
      ],
    };
  }
  const own = objects.filter(({ kind }) => kind === 'StorageClass');
  const classes = [...own, ...storageClasses];
  // A claim may also be met by a volume that is there: its class is then no more than a word that both have.
  const provided = [...objects.filter(({ kind }) => kind === 'PersistentVolume'), ...(volumes ?? [])];
  const isMet = ({ className }: Claim): boolean =>
    className === ''
      ? true
      : classOf(className, classes) !== undefined ||
        provided.some((volume) => classNameOf(volume) === (className ?? ''));
  const unmet = claims.filter((claim) => !isMet(claim));
  const there = storageClasses.map(({ metadata }) => metadata.name).join(', ') || 'none';
  return problemsOf(rule, [
    ...unmetWords(unmet, there),
    ...(isKind ? cloudWords(claims, { own, classes, there }) : []),
  ]);
}

/** The class that a claim gets; undefined where there is none. */
function classOf(className: string | undefined, classes: readonly KubeObject[]): KubeObject | undefined {
  return classes.find(({ metadata: { name, annotations } }) =>
    className === undefined
      ? defaultMarks.some((mark) => annotations?.[mark] === 'true')
      : name === className,
  );
}

function unmetWords(unmet: readonly Claim[], there: string): string[] {
  const named = withUsers(
    unmet.flatMap(({ user, className }) => (className === undefined ? [] : [{ name: className, user }])),
  );
  const unnamed = unmet.filter(({ className }) => className === undefined).map(({ user }) => user);
  return [
    ...(named.length === 0
      ? []
      : [
          `the cluster has no storage class ${listOf(named)}: expected one of those that it has: ${there}; name it in the manifests, by an overlay or by values of the chart`,
        ]),
    ...(unnamed.length === 0
      ? []
      : [
          `the cluster has no default storage class, by which ${unnamed.join(', ')} would get a volume: name one of those that it has: ${there}`,
        ]),
  ];
}

function cloudWords(
  claims: readonly Claim[],
  { own, classes, there }: { own: readonly KubeObject[]; classes: readonly KubeObject[]; there: string },
): string[] {
  const cloud = claims.flatMap(({ user, className }) => {
    const found = classOf(className, classes);
    const provisioner = textOf(fieldsOf(found)['provisioner']) ?? '';
    if (found === undefined || !own.includes(found) || !ofClouds.test(provisioner)) return [];
    return [{ user, name: `${found.metadata.name} (${provisioner})` }];
  });
  return withUsers(cloud).map(
    ({ name, users }) =>
      `the storage class ${name} makes disks of a cloud, which a cluster of kind does not have: ${users.join(', ')} would wait for ever; expected one of those that it has: ${there}`,
  );
}

/** The claims of an object: its own, those of its replicas, and those that are made with its pods. */
function claimsOf(object: KubeObject): Claim[] {
  const user = titleOf(object);
  const claims = [
    ...(object.kind === 'PersistentVolumeClaim' ? [object] : []),
    ...itemsOf(fieldsOf(fieldsOf(object)['spec'])['volumeClaimTemplates']),
    ...itemsOf(fieldsOf(podTemplateOf(object)?.spec)['volumes']).flatMap((volume) => {
      const template = fieldsOf(fieldsOf(volume)['ephemeral'])['volumeClaimTemplate'];
      return template === undefined ? [] : [template];
    }),
  ];
  return claims.filter((claim) => !isBound(claim)).map((claim) => ({ user, className: classNameOf(claim) }));
}

/** Whether a claim names the volume that it is for. */
const isBound = (claim: unknown): boolean =>
  textOf(fieldsOf(fieldsOf(claim)['spec'])['volumeName']) !== undefined;

function classNameOf(claim: unknown): string | undefined {
  const { spec, metadata, kind } = fieldsOf(claim);
  const { storageClassName } = fieldsOf(spec);
  const named =
    textOf(fieldsOf(fieldsOf(metadata)['annotations'])[oldAnnotation]) ?? textOf(storageClassName);
  return named ?? (kind === 'PersistentVolume' ? '' : undefined);
}
