import type { Credentials } from '../../images/index.ts';
import type { Context } from '../session/context.ts';
import { Refused } from '../common/errors.ts';
import { forward, type Address } from '../services/forward.ts';
import { isLoopback } from '../services/host-service.ts';
import { startService } from '../services/services.ts';
import type { ContainerValue, ServiceValue } from '../common/values.ts';

/** The name by which Docker reaches a repository, until it is disposed of. */
export interface Endpoint extends Disposable {
  /** The repository as Docker is to name it. */
  readonly repository: string;
}

/**
 * The name by which Docker reaches a repository whose registry is a service: on this machine's loopback, where Docker takes plain
 * HTTP from it. Without a service that is the repository's own name.
 *
 * @param repository `host/name`.
 */
export async function endpointOf(
  context: Context,
  repository: string,
  service: ServiceValue | undefined,
): Promise<Endpoint> {
  if (service === undefined) return { repository, [Symbol.dispose]: () => undefined };
  const [, host = '', name = ''] = /^([^/]+)\/(.+)$/.exec(repository) ?? [];
  const port = portOf(host, service);
  const { outside } = service;
  const backend = outside?.ports.find(({ frontend }) => frontend === port)?.backend;
  if (outside && backend !== undefined && isLoopback(outside.host))
    return { repository: `${outside.host}:${backend}/${name}`, [Symbol.dispose]: () => undefined };
  const target =
    outside && backend !== undefined
      ? { host: outside.host, port: backend }
      : { host: (await startService(context, service)).address, port };
  const tunnel = await loopbackTo(target);
  return { repository: `127.0.0.1:${tunnel.port}/${name}`, [Symbol.dispose]: tunnel.close };
}

/** The credentials for a registry; undefined without any. The last that were given count. */
export function credentialsFor(
  context: Context,
  registryAuth: ContainerValue['registryAuth'],
  repository: string,
): Credentials | undefined {
  const found = registryAuth.findLast(
    ({ address }) => repository === address || repository.startsWith(`${address}/`),
  );
  if (!found) return undefined;
  const { username, secret, address } = found;
  return { username, password: context.secrets.text(secret), serveraddress: address };
}

/** The port that the address names, where the service has it; else the service's only one. */
function portOf(host: string, { container }: ServiceValue): number {
  const ports = container.config.ports.map(({ port }) => port);
  const named = Number(/:(\d+)$/.exec(host)?.[1]);
  const port = ports.includes(named) ? named : ports[0];
  if (port === undefined) throw new Refused('the registry service exposes no port: use withExposedPort');
  return port;
}

async function loopbackTo(target: Address): Promise<{ port: number; close: () => void }> {
  const server = await forward({ host: '127.0.0.1', port: 0 }, target);
  const at = server.address();
  if (at === null || typeof at === 'string') throw new Refused('this machine gave no port on its loopback');
  return { port: at.port, close: () => void server.close() };
}
