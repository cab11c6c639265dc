import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dockerStatus } from '../common/errors.ts';

/** The folder of the containers' freezer cgroups, with cgroup v1. */
const freezers = '/sys/fs/cgroup/freezer/docker';

/**
 * Ends a container, also one in which processes are frozen: these do not die of SIGKILL on cgroup v1. A container runtime
 * freezes what it sets limits for, and one that runs inside of a container and is killed at that moment leaves it so.
 *
 * @param id Of the container.
 * @param end Asks Docker to end it; is called again once everything in it was let go on.
 */
export async function endFrozen(id: string, end: () => Promise<unknown>): Promise<void> {
  try {
    await end();
  } catch (error) {
    if (dockerStatus(error) !== 500 || (await thaw(join(freezers, id))) === 0) throw error;
    await end();
  }
}

/** Lets what is frozen go on, in a cgroup and in all below it. @returns How many cgroups that were. */
async function thaw(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const states = entries.filter(({ name }) => name === 'freezer.state');
  const thawed = await Promise.all(states.map(({ parentPath, name }) => thawOne(join(parentPath, name))));
  return thawed.filter(Boolean).length;
}

/** Source: https://docs.kernel.org/admin-guide/cgroup-v1/freezer-subsystem.html */
async function thawOne(state: string): Promise<boolean> {
  try {
    if ((await readFile(state, 'utf8')).trim() === 'THAWED') return false;
    await writeFile(state, 'THAWED');
    return true;
  } catch {
    // Gone meanwhile, or not this user's to change: then Docker's own error is told.
    return false;
  }
}
