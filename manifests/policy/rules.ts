import { defaultDeny } from './default-deny.ts';
import { images } from './images.ts';
import { surroundings } from './objects.ts';
import { podSecurity } from './pod-security.ts';
import { probes } from './probes.ts';
import { rollout } from './rollout.ts';
import type { Rule } from './rule.ts';

/** Every rule that the objects of every overlay hold. */
export const rules: readonly Rule[] = [
  ...podSecurity,
  ...probes,
  ...rollout,
  ...images,
  ...surroundings,
  defaultDeny,
];
