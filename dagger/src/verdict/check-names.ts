/** Names of the checks of a deployment, in the order of the report. */
export const checkNames = [
  'rollout',
  'replicas',
  'image',
  'revision',
  'restarts',
  'hardening',
  'old-pods',
  'health',
  'probe',
  'load',
  'smoke',
  'spread',
  'drain',
  'network-policy',
] as const;

/** One of {@link checkNames}. */
export type CheckName = (typeof checkNames)[number];
