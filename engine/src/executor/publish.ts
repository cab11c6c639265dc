import type Dockerode from 'dockerode';
import { z } from 'zod';
import { once, type Context } from './context.ts';
import { dockerStatus, goneOr, Refused } from './errors.ts';
import { imageOf } from './images.ts';
import { followed } from './progress.ts';
import type { ContainerValue } from './values.ts';

const pushedShape = z.looseObject({ aux: z.object({ Digest: z.string() }) });

/**
 * Pushes a container's image to a registry.
 *
 * @param address `host/name:tag`; `latest` when no tag is given.
 * @returns `host/name:tag@sha256:...`, the digest of the manifest that was pushed.
 */
export async function publish(context: Context, container: ContainerValue, address: string): Promise<string> {
  const { repository, tag } = parts(address);
  const image = await imageOf(context, container);
  return once(context, `push ${repository}:${tag}`, async () => {
    const docker = await context.docker();
    const name = docker.getImage(`${repository}:${tag}`);
    const before = await imageNamed(name);
    await docker.getImage(image).tag({ repo: repository, tag }).catch(goneOr(image));
    try {
      const authconfig = auth(context, container, repository);
      const stream = await name.push({ tag, authconfig, abortSignal: context.signal });
      return `${repository}:${tag}@${await pushed(docker, stream, address)}`;
    } finally {
      // The name was needed for the push alone: what had it before has it again.
      if (before === undefined) await name.remove({ noprune: true });
      else await docker.getImage(before).tag({ repo: repository, tag });
    }
  });
}

/** The id of the image that has a name on this machine; undefined when none has. */
async function imageNamed(name: Dockerode.Image): Promise<string | undefined> {
  try {
    return (await name.inspect()).Id;
  } catch (error) {
    if (dockerStatus(error) === 404) return undefined;
    throw error;
  }
}

function parts(address: string): { repository: string; tag: string } {
  const colon = address.lastIndexOf(':');
  const hasTag = colon > address.lastIndexOf('/');
  return hasTag
    ? { repository: address.slice(0, colon), tag: address.slice(colon + 1) }
    : { repository: address, tag: 'latest' };
}

function auth(
  context: Context,
  { registryAuth }: ContainerValue,
  repository: string,
): Dockerode.AuthConfigObject {
  const found = registryAuth.findLast(
    ({ address }) => repository === address || repository.startsWith(`${address}/`),
  );
  if (!found) return { username: '', password: '', serveraddress: repository.split('/')[0] ?? '' };
  return {
    username: found.username,
    password: context.secrets.text(found.secret),
    serveraddress: found.address,
  };
}

async function pushed(docker: Dockerode, stream: NodeJS.ReadableStream, address: string): Promise<string> {
  const events = await followed(docker, stream).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Refused(
      `pushing ${address} failed: ${reason}; check the address and the credentials (withRegistryAuth), and push again`,
      { cause },
    );
  });
  const digest = events
    .map((event) => pushedShape.safeParse(event).data?.aux.Digest)
    .findLast((value) => value !== undefined);
  if (digest === undefined)
    throw new Refused(`the registry took ${address} and told no digest: push it again`);
  return digest;
}
