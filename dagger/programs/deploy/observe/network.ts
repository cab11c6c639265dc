/* Whether the network refuses what a policy forbids. */
import type { ForbiddenConnection } from '../../../src/deploy/proof/observations.ts';
import type { Observed } from '../../../src/deploy/proof/observed.ts';
import type { UpdateSettings } from '../../../src/deploy/stage/program-settings.ts';
import { inCompanion } from '../companions/companions.ts';
import type { Kube } from '../kube/kube.ts';
import { connectionIn, type Inside, insideScript } from './inside.ts';

/** Connections that the replicas tried. */
export interface ConnectionAttempts {
  /** A replica's address. */
  readonly target: string | undefined;
  /** The outcome of a connection from each replica to another one. */
  readonly connections: readonly Inside['connection'][];
}

/** A replica may reach no replica, and the probe may: the first was tried from each, the second is the control. */
export async function observeNetwork(
  kube: Kube,
  settings: UpdateSettings,
  { target, connections }: ConnectionAttempts,
): Promise<Observed<ForbiddenConnection>> {
  const outcomes = connections.filter((connection) => connection !== null);
  if (outcomes.length === 0 || target === undefined) {
    return { unobserved: 'no replica from which a connection could be tried' };
  }
  const { port, healthPath } = settings;
  const script = insideScript({ port, healthPath, health: false, connect: { host: target, port } });
  const control = await inCompanion(kube, settings, { which: 'probe', script });
  return {
    what: `replica to replica:${String(port)}`,
    outcome: outcomes.includes('connected') ? 'connected' : 'refused',
    control: control.exitCode === 0 && connectionIn(control.stdout) === 'connected',
  };
}
