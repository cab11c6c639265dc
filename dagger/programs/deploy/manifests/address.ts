/* Where the service is asked: its Service, and the port that leads to it. Decides from data alone. */
import type { ServiceAddress } from '../../../src/deploy/proof/use-words.ts';
import { isOf, nameOf } from '../kube/read.ts';
import type { Container, Deployment, KubeObject, Service, ServicePort } from '../kube/types.ts';
import { StepError } from '../run/command.ts';
import { leadsTo, workloadOf } from './objects.ts';
import { serviceContainer } from './offers.ts';

/** The address of the service in its namespace: its Service, and the port to ask it at. */
export interface Address extends ServiceAddress {
  /** The port of the pods. */
  readonly podPort: number;
}

/**
 * The address of a workload: by the Service whose port leads to the port at which the service listens; else by one that is
 * called `http` or leads to a port that the container names, else by the first. A Service with an address of its own goes
 * before a headless one.
 * @param port at which the service listens, as it was found
 * @throws StepError where no Service leads there
 */
export function addressOf(objects: readonly KubeObject[], workload: Deployment, port: number): Address {
  const container = serviceContainer(workload);
  const addresses = objects
    .filter(isOf('Service'))
    .filter((service) => leadsTo(service, workload.spec.template.metadata.labels))
    .toSorted((left, right) => Number(isHeadless(left)) - Number(isHeadless(right)))
    .flatMap((service) => addressesOf(service, container));
  const named = new Set(container?.ports?.map(({ containerPort }) => containerPort));
  const address =
    addresses.find(({ podPort }) => podPort === port) ??
    addresses.find(({ portName }) => portName === 'http') ??
    addresses.find(({ podPort }) => named.has(podPort)) ??
    addresses[0];
  if (address === undefined) {
    throw new StepError(
      `no Service leads to the pods of the Deployment ${nameOf(workload)}: it can be asked by nobody`,
      { rule: 'invalid' },
    );
  }
  const { name, port: asked, podPort } = address;
  return { name, port: asked, podPort };
}

const isHeadless = ({ spec }: Service): boolean => spec.clusterIP === 'None';

/** A headless Service is a name for the pods alone, so that they are asked at their own port. */
function addressesOf(
  service: Service,
  container: Container | undefined,
): (Address & { readonly portName: string | undefined })[] {
  const name = nameOf(service);
  return (service.spec.ports ?? [])
    .filter(({ protocol = 'TCP' }) => protocol === 'TCP')
    .flatMap((port) => {
      const podPort = podPortOf(port, container);
      if (podPort === undefined) return [];
      return [{ name, port: isHeadless(service) ? podPort : port.port, podPort, portName: port.name }];
    });
}

/** The port of the pods that a port of a Service leads to; undefined for a name that the container does not have. */
function podPortOf(
  { port, targetPort = port }: ServicePort,
  container: Container | undefined,
): number | undefined {
  if (typeof targetPort === 'number') return targetPort;
  return container?.ports?.find(({ name }) => name === targetPort)?.containerPort;
}

/** Settings that know the port of the pods, and the address of the service. */
export interface Placed<Settings> {
  readonly settings: Settings;
  readonly address: ServiceAddress;
}

/** The settings with the port of the pods as the manifests have it. @throws StepError where no Service leads there */
export function placed<Settings extends { readonly port: number }>(
  settings: Settings,
  objects: readonly KubeObject[],
): Placed<Settings> {
  const { name, port, podPort } = addressOf(objects, workloadOf(objects), settings.port);
  return { settings: { ...settings, port: podPort }, address: { name, port } };
}
