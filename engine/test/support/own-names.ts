import { createHash, randomUUID } from 'node:crypto';
import { hasEnded, ownName } from '../../src/executor/docker/owner.ts';

const [host = '', space = '', pid = '', start = ''] = ownName().split('/');
const place = createHash('sha256').update(`${host}/${space}`).digest('hex').slice(0, 8);
const named = /^engine-test-(?<place>[0-9a-f]{8})-(?<pid>\d+)-(?<start>\d+)-[0-9a-f]{8}/;

/** A name that no other test has, and that tells which process gave it: for folders, and for what is kept in Docker. */
export function newName(): string {
  return `engine-test-${place}-${pid}-${start}-${randomUUID().slice(0, 8)}`;
}

/**
 * The name with which a text begins, when the process that gave it has ended without taking away what it named so.
 *
 * @returns Nothing for a name of a process that runs, of another machine, and of somebody else.
 */
export function leftName(text: string): string | undefined {
  const found = named.exec(text);
  if (found?.groups?.['place'] !== place) return undefined;
  const owner = [host, space, found.groups['pid'], found.groups['start']].join('/');
  return hasEnded(owner) ? found[0] : undefined;
}
