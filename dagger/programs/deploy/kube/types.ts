/* Objects of Kubernetes, as far as the programs look into them (Kubernetes API reference). What may be absent is optional. */

type Words = Readonly<Record<string, string>>;

/** The metadata of any object. */
export interface Metadata {
  readonly name: string;
  readonly labels?: Words;
  readonly annotations?: Words;
  readonly generation?: number;
  readonly resourceVersion?: string;
  readonly deletionTimestamp?: string;
  readonly namespace?: string;
  /** Who has set fields; only where kubectl is asked to show it. */
  readonly managedFields?: readonly { readonly manager?: string; readonly fieldsV1?: unknown }[];
}

/** Any object. */
export interface KubeObject {
  readonly apiVersion?: string;
  readonly kind: string;
  readonly metadata: Metadata;
}

/** A condition in the status of an object. */
export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly message?: string;
}

export interface WaitingState {
  readonly reason?: string;
  readonly message?: string;
}

/** The state of a container: one of the three. */
export interface ContainerState {
  readonly waiting?: WaitingState | undefined;
  readonly running?: { readonly startedAt?: string };
  readonly terminated?: { readonly exitCode: number; readonly reason?: string };
}

export interface ContainerStatus {
  readonly name?: string;
  readonly restartCount: number;
  readonly state: ContainerState;
  readonly lastState?: ContainerState;
  readonly imageID?: string;
  readonly containerID?: string;
}

/** A probe: its times in seconds, and where it asks by HTTP; what is absent has Kubernetes' own value. */
export interface Probe {
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly timeoutSeconds?: number;
  readonly failureThreshold?: number;
  readonly httpGet?: { readonly path?: string; readonly port?: number | string };
}

export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly imagePullPolicy?: string;
  readonly ports?: readonly { readonly containerPort: number; readonly name?: string }[];
  readonly startupProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly resources?: { readonly limits?: Readonly<Record<string, string | number>> };
  readonly securityContext?: { readonly runAsUser?: number };
  readonly env?: readonly {
    readonly name: string;
    readonly value?: string;
  }[];
}

export interface Toleration {
  readonly key?: string;
  readonly operator?: 'Exists' | 'Equal';
  readonly value?: string;
  readonly effect?: string;
}

export type LabelOperator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt';

export interface Requirement {
  readonly key: string;
  readonly operator: LabelOperator;
  readonly values?: readonly string[];
}

export interface NodeSelectorTerm {
  readonly matchExpressions?: readonly Requirement[];
  readonly matchFields?: readonly Requirement[];
}

export interface PodSpec {
  readonly initContainers?: readonly Container[];
  readonly containers: readonly Container[];
  readonly nodeName?: string;
  readonly securityContext?: { readonly runAsUser?: number };
  readonly imagePullSecrets?: readonly object[];
  readonly tolerations?: readonly Toleration[];
  readonly nodeSelector?: Words;
  readonly affinity?: {
    readonly nodeAffinity?: {
      readonly requiredDuringSchedulingIgnoredDuringExecution?: {
        readonly nodeSelectorTerms: readonly NodeSelectorTerm[];
      };
    };
  };
}

/** What an object makes its pods from; for a pod, the pod itself. */
export interface PodTemplate {
  readonly metadata?: Partial<Metadata>;
  readonly spec: PodSpec;
}

export interface Pod extends KubeObject {
  readonly spec: PodSpec;
  readonly status: {
    readonly phase: string;
    readonly podIP?: string;
    readonly conditions?: readonly Condition[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
}

/** The specification of an object that makes pods from a template. */
interface WorkloadSpec {
  readonly replicas?: number;
  readonly selector: { readonly matchLabels: Words };
  readonly template: {
    readonly metadata: { readonly labels: Words; readonly annotations?: Words };
    readonly spec: PodSpec;
  };
}

export interface Deployment extends KubeObject {
  readonly spec: WorkloadSpec & {
    readonly strategy?: {
      readonly type?: string;
      readonly rollingUpdate?: {
        readonly maxSurge?: number | string;
        readonly maxUnavailable?: number | string;
      };
    };
    readonly minReadySeconds?: number;
    readonly progressDeadlineSeconds?: number;
  };
  /** Absent in manifests; a count of zero is not in it. */
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
    readonly conditions?: readonly Condition[];
  };
}

export interface StatefulSet extends KubeObject {
  readonly spec: WorkloadSpec & {
    readonly serviceName?: string;
    readonly updateStrategy?: { readonly type: string };
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly readyReplicas?: number;
    readonly updatedReplicas?: number;
    readonly currentRevision?: string;
    readonly updateRevision?: string;
  };
}

/** One pod on each node that takes it. */
export interface DaemonSet extends KubeObject {
  readonly spec: Pick<WorkloadSpec, 'selector' | 'template'>;
  readonly status?: {
    readonly observedGeneration?: number;
    readonly desiredNumberScheduled?: number;
    readonly updatedNumberScheduled?: number;
    readonly numberAvailable?: number;
  };
}

/** Pods that run to their end. */
export interface Job extends KubeObject {
  readonly spec: {
    readonly template: PodTemplate;
    readonly suspend?: boolean;
    readonly activeDeadlineSeconds?: number;
    readonly ttlSecondsAfterFinished?: number;
  };
  readonly status?: { readonly conditions?: readonly Condition[]; readonly active?: number };
}

export interface ServicePort {
  readonly name?: string;
  readonly port: number;
  /** A number, or the name of a port of the pods' containers. Default: the same number. */
  readonly targetPort?: number | string;
  /** Default TCP. */
  readonly protocol?: string;
}

export interface Service extends KubeObject {
  readonly spec: {
    readonly selector?: Words;
    readonly ports?: readonly ServicePort[];
    /** `None` of a headless Service, whose name leads to the pods themselves. */
    readonly clusterIP?: string;
    readonly type?: string;
  };
}

/** A selector of labels: everything of both parts holds. */
export interface LabelSelector {
  readonly matchLabels?: Words;
  readonly matchExpressions?: readonly Requirement[];
}

/** One end of a connection: `from` or `to` of a NetworkPolicy. */
export interface PolicyPeer {
  readonly podSelector?: LabelSelector;
  readonly namespaceSelector?: LabelSelector;
  readonly ipBlock?: object;
}

export interface PolicyPort {
  readonly port?: number | string;
  readonly endPort?: number;
}

/** A rule of a NetworkPolicy, in one direction. */
export interface PolicyRule {
  readonly from?: readonly PolicyPeer[];
  readonly to?: readonly PolicyPeer[];
  readonly ports?: readonly PolicyPort[];
}

export interface NetworkPolicy extends KubeObject {
  readonly spec: {
    readonly podSelector?: LabelSelector;
    readonly policyTypes?: readonly string[];
    readonly ingress?: readonly PolicyRule[];
    readonly egress?: readonly PolicyRule[];
  };
}

export interface Autoscaler extends KubeObject {
  readonly spec: {
    readonly minReplicas?: number;
    readonly scaleTargetRef?: { readonly kind?: string; readonly name?: string };
  };
}

export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

export interface Node extends KubeObject {
  readonly spec: { readonly unschedulable?: boolean; readonly taints?: readonly Taint[] };
  readonly status: { readonly conditions?: readonly Condition[] };
}

export interface DisruptionBudget extends KubeObject {
  readonly spec: { readonly selector?: LabelSelector };
  readonly status?: { readonly observedGeneration?: number; readonly disruptionsAllowed?: number };
}

export interface Lease extends KubeObject {
  readonly spec: {
    readonly holderIdentity: string;
    readonly leaseDurationSeconds: number;
    readonly acquireTime: string;
    readonly renewTime: string;
  };
}

/** A Secret, whose values are in base64, or a ConfigMap. */
export interface DataObject extends KubeObject {
  readonly data?: Words;
  /** Values that are no text, of a ConfigMap. */
  readonly binaryData?: Words;
  /** Values in plain text, of a Secret in manifests. */
  readonly stringData?: Words;
  /** Of a Secret. */
  readonly type?: string;
}

/** The kinds that the programs look into. */
export interface Kinds {
  readonly ConfigMap: DataObject;
  readonly DaemonSet: DaemonSet;
  readonly Deployment: Deployment;
  readonly HorizontalPodAutoscaler: Autoscaler;
  readonly Job: Job;
  readonly Lease: Lease;
  readonly Namespace: KubeObject;
  readonly NetworkPolicy: NetworkPolicy;
  readonly Node: Node;
  readonly Pod: Pod;
  readonly PodDisruptionBudget: DisruptionBudget;
  readonly ReplicaSet: KubeObject;
  readonly Secret: DataObject;
  readonly Service: Service;
  readonly StatefulSet: StatefulSet;
}

/** One of {@link Kinds}. */
export type Kind = keyof Kinds;
