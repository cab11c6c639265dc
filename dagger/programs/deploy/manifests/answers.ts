/* Where a container answers, by its own probes and ports. */
import type { Container, Probe } from '../kube/types.ts';

/** Where a container answers; a field is absent where the manifests do not say it. */
export interface Answers {
  readonly port?: number;
  readonly healthPath?: string;
}

/** The port and the path that a container's probes ask; without one, its only port. */
export function answersOf({ readinessProbe, livenessProbe, startupProbe, ports = [] }: Container): Answers {
  const probe = [readinessProbe, livenessProbe, startupProbe].find((one) => one?.httpGet !== undefined);
  const [only, other] = ports;
  const port = portOf(probe?.httpGet, ports) ?? (other === undefined ? only?.containerPort : undefined);
  const healthPath = probe?.httpGet?.path;
  return {
    ...(port === undefined ? {} : { port }),
    ...(healthPath === undefined ? {} : { healthPath }),
  };
}

function portOf(probe: Probe['httpGet'], ports: NonNullable<Container['ports']>): number | undefined {
  if (typeof probe?.port === 'number') return probe.port;
  return ports.find(({ name }) => name !== undefined && name === probe?.port)?.containerPort;
}
