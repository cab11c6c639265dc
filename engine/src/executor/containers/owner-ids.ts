import { Refused } from '../common/errors.ts';
import type { ContainerValue } from '../common/values.ts';
import type { Context } from '../session/context.ts';
import { readFile } from './files.ts';

/** Numeric user and group of an owner as Dagger takes it: `1000`, `1000:1000`, `node`, `node:node`. */
export async function ownerIds(
  context: Context,
  container: ContainerValue,
  owner: string,
): Promise<{ uid: number; gid: number }> {
  const [user = '', group] = owner.split(':');
  const account = /^\d+$/.test(user) ? undefined : await findName(context, container, '/etc/passwd', user);
  const uid = Number(account?.[2] ?? user);
  if (group === undefined) return { uid, gid: Number(account?.[3] ?? uid) };
  const gid = /^\d+$/.test(group) ? group : (await findName(context, container, '/etc/group', group))[2];
  return { uid, gid: Number(gid) };
}

async function findName(
  context: Context,
  container: ContainerValue,
  file: string,
  name: string,
): Promise<string[]> {
  const { digest } = await readFile(context, container, file);
  const lines = context.content.read(digest).toString().split('\n');
  const found = lines.map((line) => line.split(':')).find(([first]) => first === name);
  if (!found)
    throw new Refused(`${name} is not in ${file} of the container: give a number or a name that is there`);
  return found;
}
