/** The difference between a bad deployment and a sound one. */
export type Change =
  /** A strategic merge patch of the service's container. */
  | { readonly kind: 'container'; readonly patch: object }
  /** A strategic merge patch of the Deployment. */
  | { readonly kind: 'deployment'; readonly patch: object }
  /** A program that starts before the service's own, which it imports by MAIN. */
  | { readonly kind: 'program'; readonly script: string }
  /** The image with a migration that fails. */
  | { readonly kind: 'broken-migration' }
  /** The manifests name an image that does not exist. */
  | { readonly kind: 'no-image' }
  /** Further arguments for kubectl, which change its access to the cluster. */
  | { readonly kind: 'access'; readonly words: readonly string[] }
  /** Arguments for kubectl that change the cluster before the deployment, and those that undo the change. */
  | { readonly kind: 'before'; readonly do: readonly string[]; readonly undo: readonly string[] }
  /** Another deployment holds the project's lease. */
  | { readonly kind: 'locked' }
  /** A pod is disturbed during the update. */
  | { readonly kind: 'disturbance'; readonly what: 'kill' | 'stop' };

/** A patch of the service's container. */
export const container = (patch: object): Change => ({ kind: 'container', patch });

/** Another value of one of the container's variables. */
export const variable = (name: string, value: string): Change =>
  container({ env: [{ name, value, valueFrom: null }] });

/** A program that answers one path with a status after some milliseconds; all other requests go to the service. */
export const answering = (path: string, status: number, afterMs: number): Change => ({
  kind: 'program',
  script: `
const { default: http } = await import('node:http');
const from = Date.now() + ${String(afterMs)};
const emit = http.Server.prototype.emit;
http.Server.prototype.emit = function (name, request, response) {
  if (name !== 'request' || request.url !== ${JSON.stringify(path)} || Date.now() < from) return emit.apply(this, arguments);
  response.writeHead(${String(status)}, { 'content-type': 'application/json' }).end('{}');
  return true;
};
await import(MAIN);`,
});

/** Somebody else changes the Deployment's deadline for progress, so that the field is theirs, and sets it back in the end. */
export const ownedByAnother = (deployment: string, deadlineSeconds: number): Change => {
  const manager = ['--field-manager=somebody', '--type=merge'];
  const set = (seconds: number): string[] => {
    const patch = JSON.stringify({ spec: { progressDeadlineSeconds: seconds } });
    return ['patch', 'deployment', deployment, ...manager, '--patch', patch];
  };
  return { kind: 'before', do: set(deadlineSeconds + 1), undo: set(deadlineSeconds) };
};
