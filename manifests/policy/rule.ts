import {
  containers,
  nameOf,
  workloads,
  type Container,
  type KubernetesObject,
  type Workload,
} from './model.ts';

/** One point that the manifests of every cluster must hold. */
export interface Rule {
  readonly name: string;
  /** What it asks for, and why. */
  readonly sentence: string;
  /** What is wrong in the objects of one overlay; empty when all is well. */
  readonly check: (objects: readonly KubernetesObject[]) => readonly string[];
}

/** A check of every container: what is wrong with it, or nothing. */
export function everyContainer(
  find: (container: Container, workload: Workload) => string | undefined,
): Rule['check'] {
  return (objects) =>
    workloads(objects).flatMap((workload) =>
      containers(workload).flatMap((container) => {
        const wrong = find(container, workload);
        return wrong === undefined ? [] : [`${nameOf(workload)}, ${container.name}: ${wrong}`];
      }),
    );
}

/** A check of everything that runs pods. */
export function everyWorkload(
  find: (workload: Workload, objects: readonly KubernetesObject[]) => string | undefined,
): Rule['check'] {
  return (objects) =>
    workloads(objects).flatMap((workload) => {
      const wrong = find(workload, objects);
      return wrong === undefined ? [] : [`${nameOf(workload)}: ${wrong}`];
    });
}

/** A check of everything that is replaced by rolling updates under load; a database of one pod is not. */
export function everyDeployment(
  find: (workload: Workload, objects: readonly KubernetesObject[]) => string | undefined,
): Rule['check'] {
  return everyWorkload((workload, objects) =>
    workload.kind === 'Deployment' ? find(workload, objects) : undefined,
  );
}

/** Tells what is wrong unless it holds. */
export function unless(holds: boolean, wrong: string): string | undefined {
  return holds ? undefined : wrong;
}
