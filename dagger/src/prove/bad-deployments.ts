import { answering, type Change, container, ownedByAnother, variable } from './change.ts';
import type { Workload } from './workload.ts';

/** The service that bad deployments are made for. */
export interface Subject extends Workload {
  /** Path that answers 200 when the service is healthy. */
  readonly healthPath: string;
  readonly port: number;
  /** Folder of SQL migrations in the image; absent if it has none. */
  readonly migrations?: string;
}

/** One bad deployment. */
export interface BadDeployment {
  readonly name: string;
  /** The change to the service, or the reason why it does not apply to this service. */
  readonly change: (subject: Subject) => Change | string;
  /** Checks of the proof, or rules of a failure before it; one of them must catch the deployment. */
  readonly caughtBy: readonly string[];
  /**
   * True if pods are ready before the defect shows, or are removed by force. Then requests may fail, which no
   * deployment can prevent; only acknowledged messages must not be lost.
   */
  readonly reachesUsers?: true;
  /** True if a deployment may survive it, so that it need not be caught. */
  readonly mayPass?: true;
}

/** All bad deployments. One that is caught by a rule other than a check is refused before any change. */
export const badDeployments: readonly BadDeployment[] = [
  {
    name: 'crashes at start',
    change: () => ({ kind: 'program', script: 'process.exit(1);' }),
    caughtBy: ['rollout'],
  },
  {
    name: 'never ready',
    change: ({ readiness, port }) =>
      container({
        readinessProbe: {
          httpGet: { path: '/nowhere', port: readiness?.port ?? port },
          exec: null,
          tcpSocket: null,
          grpc: null,
        },
      }),
    caughtBy: ['rollout'],
  },
  {
    name: 'fails ten seconds after it was ready',
    change: ({ readiness }) =>
      readiness === undefined ? 'no readiness probe asks by HTTP' : answering(readiness.path, 503, 12_000),
    caughtBy: ['rollout', 'replicas', 'probe', 'health'],
    // A rollout of two replicas may be over by then: every one of them was ready for as long as the manifests ask.
    reachesUsers: true,
  },
  {
    name: 'the health path answers 500',
    change: ({ healthPath }) => answering(healthPath, 500, 0),
    caughtBy: ['probe', 'health', 'revision'],
    reachesUsers: true,
  },
  {
    name: 'reports the wrong revision',
    change: () => variable('REVISION', 'another'),
    caughtBy: ['revision'],
  },
  { name: 'image not there', change: () => ({ kind: 'no-image' }), caughtBy: ['rollout', 'fill', 'probe'] },
  {
    name: 'unknown field in a manifest',
    change: () => ({ kind: 'deployment', patch: { spec: { replicaz: 3 } } }),
    caughtBy: ['unknown-field'],
  },
  {
    name: 'violates the restricted profile',
    change: () => container({ securityContext: { allowPrivilegeEscalation: true } }),
    caughtBy: ['pod-security'],
  },
  {
    name: 'migration fails',
    change: ({ migrations }) =>
      migrations === undefined ? 'the image has no folder of SQL migrations' : { kind: 'broken-migration' },
    caughtBy: ['rollout'],
  },
  {
    name: 'database password wrong',
    change: ({ database }) =>
      database === undefined
        ? 'no variable of the service has the address of a PostgreSQL'
        : variable(database.variable, database.wrongUrl),
    caughtBy: ['rollout'],
  },
  {
    name: 'out of memory',
    change: () => container({ resources: { requests: { memory: '24Mi' }, limits: { memory: '24Mi' } } }),
    caughtBy: ['rollout'],
  },
  {
    name: 'slower than the deadline',
    change: () => ({
      kind: 'program',
      script: 'await new Promise((resolve) => setTimeout(resolve, 3_600_000));',
    }),
    caughtBy: ['rollout'],
  },
  {
    name: 'a replica killed by force in mid-update',
    change: () => ({ kind: 'disturbance', what: 'kill' }),
    caughtBy: ['probe', 'rollout', 'replicas', 'restarts'],
    reachesUsers: true,
    mayPass: true,
  },
  {
    name: 'a process stopped until liveness restarts it',
    change: () => ({ kind: 'disturbance', what: 'stop' }),
    caughtBy: ['rollout', 'restarts', 'probe', 'replicas'],
    reachesUsers: true,
  },
  {
    name: 'a kubeconfig with a wrong server',
    change: () => ({ kind: 'access', words: ['--server=https://docker:6444'] }),
    caughtBy: ['unreachable'],
  },
  {
    name: 'missing rights',
    change: () => ({ kind: 'access', words: ['--as=somebody'] }),
    caughtBy: ['rights'],
  },
  {
    name: 'a field that another owns',
    change: ({ deployment, progressDeadlineSeconds: seconds }) =>
      seconds === undefined
        ? 'the manifests set no progressDeadlineSeconds'
        : ownedByAnother(deployment, seconds),
    caughtBy: ['field-conflict'],
  },
  {
    name: 'another deploy in progress',
    change: () => ({ kind: 'locked' }),
    caughtBy: ['lock'],
  },
];
