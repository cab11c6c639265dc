import type Dockerode from 'dockerode';
import { z } from 'zod';
import type { Credentials } from '../../images/index.ts';
import { parseReference, registryHost } from '../../images/reference.ts';
import { once, type Context } from '../session/context.ts';
import { dockerStatus, goneOr, Refused } from '../common/errors.ts';
import { imageOf } from '../images/layers.ts';
import { isLoopback } from '../services/host-service.ts';
import { followProgress } from '../docker/progress.ts';
import { credentialsFor, endpointOf } from './endpoint.ts';
import { putIndex, type PlatformManifest } from './image-index.ts';
import type { ContainerValue, ServiceValue } from '../common/values.ts';

const platformShape = z.object({ Os: z.string(), Architecture: z.string(), Variant: z.string().optional() });

const pushedShape = z.looseObject({ aux: z.object({ Digest: z.string() }) });

/** The arguments of `publish`. */
export interface Publication {
  /** `host/name:tag`; `latest` when no tag is given. */
  readonly address: string;
  /** Further containers, each for a platform of its own: with any, an index of all is published. */
  readonly variants: readonly ContainerValue[];
  /** The registry, where it is a service. */
  readonly registry?: ServiceValue | undefined;
}

/** A manifest that was pushed, and what it runs on. */
interface Pushed {
  readonly digest: string;
  readonly platform: PlatformManifest['platform'];
}

/**
 * Pushes a container's image to a registry.
 *
 * @returns `host/name:tag@sha256:...`, the digest of the manifest, or of the index, that was pushed.
 */
export async function publish(
  context: Context,
  container: ContainerValue,
  { address, variants, registry }: Publication,
): Promise<string> {
  const { repository, tag } = parts(address);
  const containers = [container, ...variants];
  const images = await Promise.all(containers.map((one) => imageOf(context, one)));
  return once(context, `push ${repository}:${tag} ${images.join(' ')}`, async () => {
    using endpoint = await endpointOf(context, repository, registry);
    const authconfig = credentialsFor(context, container.registryAuth, repository) ?? anonymous(repository);
    const place = { repository: endpoint.repository, tag, address, authconfig };
    const manifests: Pushed[] = [];
    // One after the other: each takes the tag, which in the end leads to the index of them all.
    for (const image of images) manifests.push(await pushImage(context, image, place));
    const [first] = manifests;
    const digest = manifests.length === 1 ? first?.digest : await pushIndex(context, place, manifests);
    return `${repository}:${tag}@${digest}`;
  });
}

/** The target of a push. */
interface PushTarget {
  /** As Docker reaches it. */
  readonly repository: string;
  readonly tag: string;
  /** As the caller named it. */
  readonly address: string;
  readonly authconfig: Credentials;
}

/** Pushes one image under a name that it has for as long as that takes. */
async function pushImage(context: Context, image: string, place: PushTarget): Promise<Pushed> {
  const { repository, tag, address, authconfig } = place;
  const docker = await context.docker();
  const name = docker.getImage(`${repository}:${tag}`);
  const before = await imageNamed(name);
  const { Os, Architecture, Variant } = platformShape.parse(
    await docker.getImage(image).inspect().catch(goneOr(image)),
  );
  await docker.getImage(image).tag({ repo: repository, tag }).catch(goneOr(image));
  try {
    const stream = await name.push({ tag, authconfig, abortSignal: context.signal });
    const digest = await pushed(docker, stream, address);
    const variant = Variant === undefined || Variant === '' ? {} : { variant: Variant };
    return { digest, platform: { os: Os, architecture: Architecture, ...variant } };
  } finally {
    // The name was needed for the push alone: what had it before has it again.
    if (before === undefined) await name.remove({ noprune: true });
    else await docker.getImage(before).tag({ repo: repository, tag });
  }
}

function pushIndex(context: Context, place: PushTarget, manifests: readonly Pushed[]): Promise<string> {
  const { domain, path } = parseReference(place.repository);
  const host = registryHost(domain);
  const { username, password } = place.authconfig;
  return putIndex(
    {
      origin: `${isLoopback(host.replace(/:\d+$/, '')) ? 'http' : 'https'}://${host}`,
      name: path,
      signal: context.signal,
      ...(username === '' ? {} : { credentials: { username, password } }),
    },
    place.tag,
    manifests,
  );
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

/** Docker wants to be told of a push that there are no credentials. */
function anonymous(repository: string): Credentials {
  return { username: '', password: '', serveraddress: repository.split('/')[0] ?? '' };
}

async function pushed(docker: Dockerode, stream: NodeJS.ReadableStream, address: string): Promise<string> {
  const events = await followProgress(docker, stream).catch((cause: unknown) => {
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
    throw new Refused(`the registry took ${address} and returned no digest: push it again`);
  return digest;
}
