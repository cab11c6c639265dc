/* Finds the workload that is the service among the objects of manifests. Decides from data alone. */
import { isOf } from '../kube/read.ts';
import type { Container, Deployment, KubeObject } from '../kube/types.ts';
import { type Answers, answersOf } from './answers.ts';
import { repositoryOf, shortName } from './image-name.ts';
import { serviceFor } from './objects.ts';
import { podTemplateOf, titleOf } from './pod-templates.ts';

/** What is known of the service before the manifests are read. */
export interface KnownService {
  /** Names that its image may have, without registry and tag. */
  readonly names: readonly string[];
  /** The workload that was named, as `NAME` or `Deployment/NAME`; undefined for the one that is found. */
  readonly workload?: string;
}

/** The workload that is the service. */
export interface FoundService {
  readonly deployment: Deployment;
  /** The name of its container that runs the project's image. */
  readonly container: string;
  /** Name of that image in the manifests, without its tag. */
  readonly image: string;
  readonly answers: Answers;
  /** One sentence: why it is this one. */
  readonly why: string;
}

/** The workload that is the service, or why it cannot be told. */
export function findService(objects: readonly KubeObject[], known: KnownService): FoundService | string {
  const all = objects.filter(isOf('Deployment'));
  if (known.workload !== undefined) return namedService(all, known, known.workload);
  const names = known.names.map((name) => name.toLowerCase());
  const running = all.filter((one) => ownContainers(one, names).length > 0);
  if (running.length > 0) {
    const served = running.filter((one) => serviceFor(objects, one) !== undefined);
    const [only, other] = running.length === 1 ? running : served;
    if (only !== undefined && other === undefined) {
      return found(only, names, `it runs the image ${ownContainers(only, names)[0]?.image ?? ''}`);
    }
    return several(running, 'run the image of the project');
  }
  return all.length === 0 ? noDeployment(objects, names) : onlyOne(objects, all, names);
}

/** The one of several Deployments of which none runs an image of the project's name. */
function onlyOne(
  objects: readonly KubeObject[],
  all: readonly Deployment[],
  names: readonly string[],
): FoundService | string {
  const [first] = all;
  if (first !== undefined && all.length === 1) return found(first, names, 'the only Deployment');
  const own = all.filter((one) => !runsWellKnown(one) && serviceFor(objects, one) !== undefined);
  const [only, other] = own;
  if (only !== undefined && other === undefined) {
    return found(only, names, 'the only one with a Service that is no database, queue or proxy of others');
  }
  return several(all, `are there, none with an image named ${names.join(' or ')}`);
}

/** Images that no project of Node builds under these names. */
const wellKnown =
  /^(?:postgres|postgresql|mysql|mariadb|mongo|mongodb|redis|valkey|rabbitmq|kafka|zookeeper|elasticsearch|opensearch|memcached|minio|nats|etcd|nginx|traefik|haproxy|envoy|busybox|adminer|pgadmin4|mailhog|mailpit)$/;

const runsWellKnown = ({ spec }: Deployment): boolean =>
  spec.template.spec.containers.every(({ image = '' }) => wellKnown.test(shortName(image)));

function namedService(
  all: readonly Deployment[],
  { names }: KnownService,
  named: string,
): FoundService | string {
  const deployment = all.find((one) => one.metadata.name === named || titleOf(one) === named);
  if (deployment !== undefined) return found(deployment, names, 'named by deploy.workload');
  return `deploy.workload: expected one of ${all.map(titleOf).join(', ') || 'the Deployments, of which there is none'}, got ${named}`;
}

function found(deployment: Deployment, names: readonly string[], why: string): FoundService {
  const { containers } = deployment.spec.template.spec;
  const own = ownContainers(deployment, names);
  const container = servingOf(own.length === 0 ? containers : own);
  return {
    deployment,
    container: container?.name ?? '',
    image: repositoryOf(container?.image ?? ''),
    answers: container === undefined ? {} : answersOf(container),
    why,
  };
}

/** The containers whose image has a name of the project: beside the service there may be helpers that run it too. */
function ownContainers({ spec }: Deployment, names: readonly string[]): Container[] {
  return spec.template.spec.containers.filter(({ image = '' }) => names.includes(shortName(image)));
}

/** The container that serves: it says whether it is ready, or has a port. */
function servingOf(containers: readonly Container[]): Container | undefined {
  return (
    containers.find(({ readinessProbe }) => readinessProbe !== undefined) ??
    containers.find(({ ports = [] }) => ports.length > 0) ??
    containers[0]
  );
}

function several(deployments: readonly Deployment[], what: string): string {
  const list = deployments.map((one) => `${titleOf(one)} (${imagesOf(one)})`).join(', ');
  return `${String(deployments.length)} Deployments ${what}: ${list}; expected one that is the service: name it by deploy.workload in pipeline.json`;
}

const imagesOf = ({ spec }: Deployment): string =>
  spec.template.spec.containers.map(({ image = 'no image' }) => image).join(', ');

/** A service of another kind is named, since its rollout is not known how to be watched. */
function noDeployment(objects: readonly KubeObject[], names: readonly string[]): string {
  const others = objects.filter((object) =>
    podTemplateOf(object)?.spec.containers.some(({ image = '' }) => names.includes(shortName(image))),
  );
  const seen = others.length === 0 ? '' : `; the project's image runs in ${others.map(titleOf).join(', ')}`;
  return `the manifests have no Deployment that could be the service${seen}: expected a Deployment`;
}
