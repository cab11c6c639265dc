import type { Change } from './change.ts';
import type { Overlay } from './render.ts';

/** A broken manifest, and the rule that must see it. */
export interface Counterexample extends Change {
  readonly rule: string;
  /** Default: both. */
  readonly overlay?: Overlay;
}

const at = 'Deployment/messenger';
const pod = '/spec/template/spec';
const container = `${pod}/containers/0`;
const security = `${container}/securityContext`;
const database = { at: 'StatefulSet/messenger-database', overlay: 'kind' } as const;

/** One broken manifest or more for every rule. */
export const counterexamples: readonly Counterexample[] = [
  { rule: 'non-root', at, path: `${pod}/securityContext/runAsUser`, to: 0 },
  { rule: 'non-root', at, path: `${pod}/securityContext/runAsUser` },
  { rule: 'non-root', at, path: `${security}/runAsNonRoot`, to: false },
  { rule: 'non-root', ...database, path: `${security}/runAsUser`, to: 0 },
  { rule: 'read-only-root', at, path: `${security}/readOnlyRootFilesystem` },
  { rule: 'read-only-root', ...database, path: `${security}/readOnlyRootFilesystem`, to: false },
  { rule: 'no-capabilities', at, path: `${security}/capabilities` },
  { rule: 'no-capabilities', at, path: `${security}/capabilities/add`, to: ['NET_ADMIN'] },
  { rule: 'no-privilege-escalation', at, path: `${security}/allowPrivilegeEscalation` },
  { rule: 'no-privilege-escalation', at, path: `${security}/privileged`, to: true },
  { rule: 'seccomp', at, path: `${security}/seccompProfile/type`, to: 'Unconfined' },
  { rule: 'no-host-namespaces', at, path: `${pod}/hostNetwork`, to: true },
  { rule: 'no-host-namespaces', at, path: `${pod}/hostPID`, to: true },
  { rule: 'no-account-token', at, path: `${pod}/automountServiceAccountToken` },
  { rule: 'no-account-token', ...database, path: `${pod}/serviceAccountName` },
  { rule: 'no-service-links', at, path: `${pod}/enableServiceLinks` },
  { rule: 'writable-tmp', at, path: `${container}/volumeMounts/0/mountPath`, to: '/temporary' },
  { rule: 'bounded-volumes', at, path: `${pod}/volumes/0/emptyDir`, to: {} },
  { rule: 'three-probes', at, path: `${container}/startupProbe` },
  { rule: 'three-probes', ...database, path: `${container}/livenessProbe` },
  { rule: 'probes-differ', at, path: `${container}/livenessProbe/httpGet/path`, to: '/readyz' },
  { rule: 'probe-by-port-name', at, path: `${container}/readinessProbe/httpGet/port`, to: 8000 },
  { rule: 'probe-by-port-name', ...database, path: `${container}/ports/0/name`, to: 'sql' },
  { rule: 'patient-start', at, path: `${container}/startupProbe/failureThreshold`, to: 5 },
  { rule: 'quick-to-leave', at, path: `${container}/readinessProbe/periodSeconds`, to: 30 },
  { rule: 'quick-to-leave', at, path: `${container}/livenessProbe/failureThreshold`, to: 0 },
  {
    rule: 'no-shell-in-probes',
    ...database,
    path: `${container}/readinessProbe/exec/command/0`,
    to: '/bin/sh',
  },
  { rule: 'two-replicas', at, overlay: 'kind', path: '/spec/replicas', to: 1 },
  { rule: 'two-replicas', at, overlay: 'production', path: '/spec/replicas', to: 5 },
  {
    rule: 'two-replicas',
    at: 'HorizontalPodAutoscaler/messenger',
    overlay: 'production',
    path: '/spec/minReplicas',
    to: 1,
  },
  { rule: 'two-replicas', at: 'HorizontalPodAutoscaler/messenger', overlay: 'production' },
  { rule: 'none-unavailable', at, path: '/spec/strategy/rollingUpdate/maxUnavailable', to: '25%' },
  { rule: 'none-unavailable', at, path: '/spec/strategy', to: { type: 'Recreate' } },
  { rule: 'stays-ready', at, path: '/spec/minReadySeconds' },
  { rule: 'pre-stop', at, path: `${container}/lifecycle` },
  { rule: 'grace-above-drain', at, path: `${pod}/terminationGracePeriodSeconds`, to: 15 },
  { rule: 'grace-above-drain', at, path: `${container}/env/0/value`, to: '30000' },
  { rule: 'grace-above-drain', at, path: `${container}/env/0/name`, to: 'DRAIN' },
  { rule: 'deadline', at, path: '/spec/progressDeadlineSeconds' },
  { rule: 'deadline', at, path: '/spec/progressDeadlineSeconds', to: 30 },
  { rule: 'history', at, path: '/spec/revisionHistoryLimit' },
  { rule: 'history', at, path: '/spec/revisionHistoryLimit', to: 0 },
  { rule: 'disruption-budget', at: 'PodDisruptionBudget/messenger' },
  {
    rule: 'disruption-budget',
    at: 'PodDisruptionBudget/messenger',
    path: '/spec/unhealthyPodEvictionPolicy',
  },
  {
    rule: 'disruption-budget',
    at: 'PodDisruptionBudget/messenger',
    path: '/spec/selector/matchLabels/app.kubernetes.io~1name',
    to: 'other',
  },
  { rule: 'spread', at, path: `${pod}/topologySpreadConstraints` },
  { rule: 'spread', at, path: `${pod}/topologySpreadConstraints/0/matchLabelKeys` },
  { rule: 'apart', at, path: `${pod}/affinity` },
  { rule: 'image-by-digest', at, path: `${container}/image`, to: 'registry.example/messenger:1.2.3' },
  { rule: 'image-by-digest', at, path: `${container}/image`, to: 'messenger@sha256:abc' },
  { rule: 'image-pull-policy', at, path: `${container}/imagePullPolicy`, to: 'Always' },
  {
    rule: 'restricted-namespace',
    at: 'Namespace/messenger',
    path: '/metadata/labels/pod-security.kubernetes.io~1enforce',
    to: 'baseline',
  },
  {
    rule: 'restricted-namespace',
    at: 'Namespace/messenger',
    path: '/metadata/labels/pod-security.kubernetes.io~1enforce-version',
    to: 'latest',
  },
  { rule: 'one-namespace', at: 'Service/messenger', path: '/metadata/namespace', to: 'default' },
  { rule: 'cluster-ip', at: 'Service/messenger', path: '/spec/type', to: 'NodePort' },
  { rule: 'cluster-ip', at: 'Service/messenger', path: '/spec/ports/0/port', to: 8000 },
  { rule: 'service-leads-somewhere', at: 'Service/messenger', path: '/spec/ports/0/targetPort', to: 'web' },
  {
    rule: 'service-leads-somewhere',
    at: 'Service/messenger',
    path: '/spec/selector/app.kubernetes.io~1component',
    to: 'web',
  },
  { rule: 'no-token-on-account', at: 'ServiceAccount/messenger', path: '/automountServiceAccountToken' },
  { rule: 'bounded-resources', at, path: `${container}/resources/limits/memory` },
  { rule: 'bounded-resources', at, path: `${container}/resources/requests` },
  {
    rule: 'no-secret-in-manifests',
    at,
    path: `${container}/env/1`,
    to: { name: 'DATABASE_URL', value: 'postgres://' },
  },
  { rule: 'no-secret-in-manifests', at: 'ServiceAccount/messenger', path: '/kind', to: 'Secret' },
  { rule: 'default-deny', at: 'NetworkPolicy/default-deny' },
  { rule: 'default-deny', at: 'NetworkPolicy/default-deny', path: '/spec/policyTypes', to: ['Ingress'] },
  { rule: 'default-deny', at: 'NetworkPolicy/default-deny', path: '/spec/ingress', to: [{}] },
];
