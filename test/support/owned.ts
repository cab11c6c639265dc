import Dockerode from 'dockerode';
import { hasEnded, ownName, removeContainer } from './engine.ts';

const label = 'messenger-tests.owner';

/** Labels of a container that a test starts by itself, so that one of a killed run is known as such. */
export function ownLabels(): Readonly<Record<string, string>> {
  return { [label]: ownName() };
}

let removed: Promise<void> | undefined;

/** Removes what killed test runs have left in Docker, once for each process. */
export function removeLeftovers(): Promise<void> {
  return (removed ??= removeOwnedByEnded(new Dockerode()));
}

async function removeOwnedByEnded(docker: Dockerode): Promise<void> {
  const containers = await docker.listContainers({ all: true, filters: { label: [label] } });
  const left = containers.filter(({ Labels }) => hasEnded(Labels[label] ?? ''));
  await Promise.all(left.map(({ Id }) => removeContainer(docker, Id)));
}
