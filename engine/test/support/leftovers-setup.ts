import Dockerode from 'dockerode';
import { removeLeftFolders, removeLeftInDocker, removeLeftLocks } from './leftovers.ts';

/** Before the tests: removes what runs of them that were killed have left, so that it does not pile up. */
export default async function setup(): Promise<void> {
  await removeLeftFolders();
  removeLeftLocks();
  const docker = new Dockerode();
  const answers = await docker.ping().then(
    () => true,
    () => false,
  );
  // Tests that need Docker say so themselves.
  if (answers) await removeLeftInDocker(docker);
}
