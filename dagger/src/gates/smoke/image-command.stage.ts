import type { Container } from '@dagger.io/dagger';

/** The Node that an image runs with: the one in its command, else the one on its PATH. */
export async function nodeIn(built: Container): Promise<string> {
  return nodeOf(await ownCommand(built));
}

/** The image's own command: entrypoint and arguments. */
export async function ownCommand(built: Container): Promise<string[]> {
  const [entrypoint, defaults] = await Promise.all([built.entrypoint(), built.defaultArgs()]);
  return [...entrypoint, ...defaults];
}

/** The Node in a command, else the one on the PATH. */
export function nodeOf([first = '']: readonly string[]): string {
  return first.split('/').at(-1) === 'node' ? first : 'node';
}

/** The image's own HEALTHCHECK as a command; null if it has none. */
export async function healthcheckOf(built: Container): Promise<string[] | null> {
  const check = built.dockerHealthcheck();
  // Both are null if there is none; the SDK's types do not say so.
  const [args, shell] = (await Promise.all([check.args(), check.shell()])) as [
    string[] | null,
    boolean | null,
  ];
  if (args === null) return null;
  return shell === true ? ['/bin/sh', '-c', ...args] : args;
}
