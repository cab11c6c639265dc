/**
 * Bad deployments, as data: one change each to a sound one, and what must catch it. The changes that touch the service's
 * environment are the messenger's; the others fit any service.
 */

/** What is changed about a sound deployment. */
export type Change =
  /** A strategic merge patch of the Deployment. */
  | { readonly kind: 'manifests'; readonly patch: object }
  /** A program in front of the service's own, which it imports by MAIN. */
  | { readonly kind: 'program'; readonly script: string }
  /** Files that are added to the image. */
  | { readonly kind: 'image'; readonly files: Readonly<Record<string, string>> }
  /** The manifests name an image that is nowhere. */
  | { readonly kind: 'no-image' }
  /** How the cluster is asked: words that kubectl gets besides its own. */
  | { readonly kind: 'access'; readonly words: readonly string[] }
  /** Something that another did to the cluster before, and how it is taken back. */
  | { readonly kind: 'before'; readonly do: readonly string[]; readonly undo: readonly string[] }
  /** Another deployment holds the lease of that name. */
  | { readonly kind: 'locked'; readonly lease: string }
  /** Something that happens to a pod in mid-update. */
  | { readonly kind: 'disturbance'; readonly what: 'kill' | 'stop' };

/** One bad deployment. */
export interface BadDeployment {
  readonly name: string;
  readonly change: Change;
  /** Checks of the proof, or rules of a failure before it, of which one must catch it. */
  readonly caughtBy: readonly string[];
  /**
   * True where pods are ready before anything can be seen of the defect, or are taken away by force: then requests may
   * fail, which no deployment can prevent, and only what was acknowledged must not be lost.
   */
  readonly reachesUsers?: true;
  /** True for what a deployment may survive: then it need not be caught. */
  readonly mayPass?: true;
}

/** A patch of the Deployment's only container. */
const container = (change: object): object => ({
  spec: { template: { spec: { containers: [{ name: 'messenger', ...change }] } } },
});

const variable = (name: string, value: string): object =>
  container({ env: [{ name, value, valueFrom: null }] });

/** Answers one path with a status from some milliseconds on; everything else is the service's own. */
const answering = (path: string, status: number, afterMs: number): string => `
const { default: http } = await import('node:http');
const from = Date.now() + ${String(afterMs)};
const emit = http.Server.prototype.emit;
http.Server.prototype.emit = function (name, request, response) {
  if (name !== 'request' || request.url !== '${path}' || Date.now() < from) return emit.apply(this, arguments);
  response.writeHead(${String(status)}, { 'content-type': 'application/json' }).end('{}');
  return true;
};
await import(MAIN);`;

/** The database's address with a password that it does not know. */
const wrongAccount = Object.assign(new URL('postgres://messenger-database:5432/messenger'), {
  username: 'messenger',
  password: 'wrong',
}).href;

const somebodys = ['--field-manager=somebody', '--type=merge'];
const progressDeadline = (seconds: number): string =>
  JSON.stringify({ spec: { progressDeadlineSeconds: seconds } });

/** All of them; what is caught by a rule that is no check's name is refused before any change. */
export const badDeployments: readonly BadDeployment[] = [
  {
    name: 'crashes at start',
    change: { kind: 'manifests', patch: variable('PORT', 'not-a-port') },
    caughtBy: ['rollout'],
  },
  {
    name: 'never ready',
    change: {
      kind: 'manifests',
      patch: container({ readinessProbe: { httpGet: { path: '/nowhere', port: 'http' } } }),
    },
    caughtBy: ['rollout'],
  },
  {
    name: 'ready for ten seconds, then failing',
    change: { kind: 'program', script: answering('/readyz', 503, 12_000) },
    caughtBy: ['rollout', 'replicas'],
  },
  {
    name: '/health answers 500',
    change: { kind: 'program', script: answering('/health', 500, 0) },
    caughtBy: ['probe', 'revision'],
    reachesUsers: true,
  },
  {
    name: 'reports the wrong revision',
    change: { kind: 'manifests', patch: variable('REVISION', 'another') },
    caughtBy: ['revision', 'probe'],
  },
  { name: 'image not there', change: { kind: 'no-image' }, caughtBy: ['rollout', 'fill', 'probe'] },
  {
    name: 'unknown field in a manifest',
    change: { kind: 'manifests', patch: { spec: { replicaz: 3 } } },
    caughtBy: ['unknown-field'],
  },
  {
    name: 'violates the restricted profile',
    change: {
      kind: 'manifests',
      patch: container({ securityContext: { allowPrivilegeEscalation: true } }),
    },
    caughtBy: ['pod-security'],
  },
  {
    name: 'migration fails',
    change: {
      kind: 'image',
      files: { '/app/service/src/store/migrations/9999_broken.sql': 'ALTER TABLE nowhere ADD nothing;\n' },
    },
    caughtBy: ['rollout'],
  },
  {
    name: 'database password wrong',
    change: {
      kind: 'manifests',
      patch: variable('DATABASE_URL', wrongAccount),
    },
    caughtBy: ['rollout'],
  },
  {
    name: 'out of memory',
    change: {
      kind: 'manifests',
      patch: container({ resources: { requests: { memory: '24Mi' }, limits: { memory: '24Mi' } } }),
    },
    caughtBy: ['rollout'],
  },
  {
    name: 'slower than the deadline',
    change: {
      kind: 'program',
      script: 'await new Promise((resolve) => setTimeout(resolve, 3_600_000));',
    },
    caughtBy: ['rollout'],
  },
  {
    name: 'a replica killed by force in mid-update',
    change: { kind: 'disturbance', what: 'kill' },
    caughtBy: ['probe', 'rollout', 'replicas', 'restarts'],
    reachesUsers: true,
    mayPass: true,
  },
  {
    name: 'a process stopped until liveness restarts it',
    change: { kind: 'disturbance', what: 'stop' },
    caughtBy: ['rollout', 'restarts', 'probe', 'replicas'],
    reachesUsers: true,
  },
  {
    name: 'a kubeconfig with a wrong server',
    change: { kind: 'access', words: ['--server=https://docker:6444'] },
    caughtBy: ['unreachable'],
  },
  {
    name: 'missing rights',
    change: { kind: 'access', words: ['--as=somebody'] },
    caughtBy: ['rights'],
  },
  {
    name: 'a field that another owns',
    change: {
      kind: 'before',
      do: ['patch', 'deployment', 'messenger', ...somebodys, '--patch', progressDeadline(121)],
      undo: ['patch', 'deployment', 'messenger', ...somebodys, '--patch', progressDeadline(120)],
    },
    caughtBy: ['field-conflict'],
  },
  {
    name: 'another deploy in progress',
    change: { kind: 'locked', lease: 'messenger-deploy' },
    caughtBy: ['lock'],
  },
];
