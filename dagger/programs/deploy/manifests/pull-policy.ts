/* When images are pulled. Nodes of a cluster inside of the run get every image loaded, and no registry has to answer. */
import type { Container, KubeObject } from '../kube/types.ts';
import { containersOf, titleOf, withContainers } from './pod-templates.ts';

const isAlways = ({ imagePullPolicy }: Container): boolean => imagePullPolicy === 'Always';

/** Objects whose images are taken from the nodes: `Always` becomes `IfNotPresent`, all else stays as it is. */
export function takenFromNodes(objects: readonly KubeObject[]): KubeObject[] {
  return objects.map((object) =>
    runsAlways(object)
      ? withContainers(object, (one) => (isAlways(one) ? { ...one, imagePullPolicy: 'IfNotPresent' } : one))
      : object,
  );
}

/** The objects of which an image would be pulled although the nodes have it. */
export function pulledAlways(objects: readonly KubeObject[]): string[] {
  return objects.filter(runsAlways).map(titleOf);
}

function runsAlways(object: KubeObject): boolean {
  return containersOf(object).some(isAlways);
}
