/* What the manifests say: rendered by kustomize, read as JSON, and never edited by hand. */
import { output, run, StepError } from './command.js';

const part = 'app.kubernetes.io/component';

/**
 * The objects of a kustomization.
 * @param folder where `kustomization.yaml` stands
 */
export async function render({ kubectl }, folder) {
  const yaml = await output(['kubectl', 'kustomize', folder]);
  // Only the server knows the kinds; nothing is created, and nothing is left out that has an unknown field.
  const evidence = await run(
    [...kubectl, 'create', '--dry-run=client', '--validate=false', '--output', 'json', '-f', '-'],
    { input: yaml },
  );
  if (evidence.exitCode !== 0) throw new StepError('the manifests could not be read', { evidence });
  return documents(evidence.stdout);
}

/** kubectl prints one object after the other; the brace that ends one is the only one at the start of a line. */
function documents(text) {
  return text
    .split(/^\}$/m)
    .filter((piece) => piece.trim() !== '')
    .map((piece) => JSON.parse(`${piece}}`))
    .flatMap((object) => (object.kind === 'List' ? object.items : [object]));
}

const isPart = (object, name) => object.metadata?.labels?.[part] === name;

/** The Deployment that is the service: the one with component `api`, else the only one. @throws StepError */
export function workloadOf(objects) {
  const deployments = objects.filter(({ kind }) => kind === 'Deployment');
  const workload = deployments.find((object) => isPart(object, 'api')) ?? deployments[0];
  if (workload === undefined || (deployments.length > 1 && !isPart(workload, 'api'))) {
    throw new StepError(
      `the manifests have ${String(deployments.length)} Deployments; which is the service?`,
      {
        rule: 'invalid',
      },
    );
  }
  return workload;
}

/** The Service that leads to a Deployment's pods. @throws StepError */
export function serviceOf(objects, workload) {
  const labels = workload.spec.template.metadata.labels;
  const service = objects.find(
    ({ kind, spec }) =>
      kind === 'Service' &&
      Object.entries(spec.selector ?? {}).every(([name, value]) => labels[name] === value),
  );
  if (service === undefined) throw new StepError('no Service leads to the Deployment', { rule: 'invalid' });
  return service;
}

/** `app=x,component=y`, of an object's selector. */
export function selectorOf({ spec }) {
  return Object.entries(spec.selector.matchLabels)
    .map(([name, value]) => `${name}=${value}`)
    .join(',');
}

/** Everything that stands before the service: all but the Deployment itself and what scales it. */
export function beforeService(objects, workload) {
  return objects.filter(
    (object) => object !== workload && !isPart(object, 'api') && object.kind !== 'HorizontalPodAutoscaler',
  );
}

/** Each Secret that pods need and the manifests do not have, with the keys that are read of it. */
export function secretsNeeded(objects) {
  const needed = new Map();
  for (const { name, key } of objects.flatMap(secretUses)) {
    needed.set(name, new Set([...(needed.get(name) ?? []), ...(key === undefined ? [] : [key])]));
  }
  const present = objects.filter(({ kind }) => kind === 'Secret').map(({ metadata }) => metadata.name);
  return [...needed]
    .filter(([name]) => !present.includes(name))
    .map(([name, keys]) => ({ name, keys: [...keys] }));
}

/** Where the pods of one object read a Secret: as a variable, as all variables, as files. */
function secretUses({ spec }) {
  const { containers = [], volumes = [] } = spec?.template?.spec ?? {};
  return [
    ...containers.flatMap(({ env = [] }) => env.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef ?? [])),
    ...containers.flatMap(({ envFrom = [] }) => envFrom.flatMap(({ secretRef }) => secretRef ?? [])),
    ...volumes.flatMap(({ secret }) =>
      secret === undefined ? [] : (secret.items ?? [{}]).map(({ key }) => ({ name: secret.secretName, key })),
    ),
  ];
}
