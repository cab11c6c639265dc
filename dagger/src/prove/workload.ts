import type { JsonCursor } from '../verdict/json.ts';
import { readJson } from '../verdict/json-text.ts';

/** The service as the cluster runs it: the names and values that bad deployments change. */
export interface Workload {
  readonly deployment: string;
  readonly container: string;
  /** Seconds after which a rollout without progress is given up; absent where the cluster tells Kubernetes' default. */
  readonly progressDeadlineSeconds?: number;
  /** The readiness probe's path and port; absent if pods have another probe, or none. */
  readonly readiness?: { readonly path: string; readonly port: string | number };
  /** The variable with a PostgreSQL's address, and the same address with a wrong password; absent if there is none. */
  readonly database?: { readonly variable: string; readonly wrongUrl: string };
}

/**
 * Reads the service from the output of `kubectl get deployments,secrets --output=json`.
 * @param image the reference that its container runs
 * @throws ShapeError if the text is no list of objects
 * @throws Error if no Deployment runs the image
 */
export function workloadIn(text: string, image: string): Workload {
  const objects = readJson(text).at('items').items();
  for (const deployment of objects.filter((object) => object.at('kind').text() === 'Deployment')) {
    const containers = deployment.at('spec').at('template').at('spec').at('containers').items();
    const container = containers.find((one) => one.at('image').text() === image);
    if (container !== undefined) return workload(deployment, container, objects);
  }
  throw new Error(`no Deployment of the cluster runs ${image}`);
}

/** Kubernetes' own, which every Deployment has whose manifests set none (Deployment, progressDeadlineSeconds). */
const defaultDeadline = 600;

function workload(deployment: JsonCursor, container: JsonCursor, objects: readonly JsonCursor[]): Workload {
  const probe = container.at('readinessProbe').at('httpGet');
  const database = databaseIn(container, objects);
  const deadline = deployment.at('spec').at('progressDeadlineSeconds').optionalNumber() ?? defaultDeadline;
  return {
    deployment: deployment.at('metadata').at('name').text(),
    container: container.at('name').text(),
    ...(deadline === defaultDeadline ? {} : { progressDeadlineSeconds: deadline }),
    ...(probe.exists ? { readiness: { path: probe.at('path').text(), port: portAt(probe.at('port')) } } : {}),
    ...(database === undefined ? {} : { database }),
  };
}

function portAt(port: JsonCursor): string | number {
  return typeof port.value === 'number' ? port.number() : port.text();
}

function databaseIn(container: JsonCursor, objects: readonly JsonCursor[]): Workload['database'] {
  const found = variablesOf(container, objects).find(({ value }) => /^postgres(ql)?:\/\//.test(value));
  if (found === undefined) return undefined;
  const wrongUrl = Object.assign(new URL(found.value), { password: 'wrong' }).href;
  return { variable: found.name, wrongUrl };
}

interface Variable {
  readonly name: string;
  readonly value: string;
}

/** The container's variables, including those from Secrets. */
function variablesOf(container: JsonCursor, objects: readonly JsonCursor[]): Variable[] {
  const single = container
    .at('env')
    .optionalItems()
    .map((variable) => {
      const from = variable.at('valueFrom').at('secretKeyRef');
      const secret = from.exists ? secretNamed(from.at('name').text(), objects) : [];
      const kept = from.exists ? secret.find(({ name }) => name === from.at('key').text())?.value : undefined;
      return { name: variable.at('name').text(), value: variable.at('value').optionalText() ?? kept ?? '' };
    });
  const whole = container
    .at('envFrom')
    .optionalItems()
    .map((source) => source.at('secretRef').at('name').optionalText())
    .flatMap((name) => (name === undefined ? [] : secretNamed(name, objects)));
  return [...single, ...whole];
}

/** The values of a Secret, decoded; empty if there is no such Secret. */
function secretNamed(name: string, objects: readonly JsonCursor[]): Variable[] {
  const secret = objects.find(
    (object) => object.at('kind').text() === 'Secret' && object.at('metadata').at('name').text() === name,
  );
  const entries = secret?.at('data').optionalEntries() ?? [];
  return entries.map(([key, value]) => ({ name: key, value: atob(value.text()) }));
}
