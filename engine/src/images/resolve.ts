import type Dockerode from 'dockerode';
import { inspectImage } from './daemon.ts';
import { ImageNotMade, ImageUnavailable } from './errors.ts';
import { madeRepository } from './labels.ts';
import { localImagesVariable } from './local-images.ts';
import { makeImage } from './make.ts';
import { withoutRecipe } from './no-recipe.ts';
import { pullImage } from './pull.ts';
import type { Recipe } from './recipe.ts';
import { findRecipe } from './recipes.ts';
import { lookupName, parseReference, registryHost } from './reference.ts';
import { createRegistryProbe } from './registry.ts';
import type { ResolvedImage, ResolveImage, ResolveImageOptions } from './types.ts';

/** One probe per host and process, whoever asks. */
const askOnce = createRegistryProbe();

/** An image that is wanted, under the name by which the daemon would have it. */
interface Wanted {
  readonly reference: string;
  readonly localName: string;
}

/**
 * Finds an image in the daemon, pulls it, or makes it from packages.
 *
 * A registry that answers is asked, and its refusal is an error: only where none answers is an image made, so that nobody
 * gets a made image for a mistyped name or a rate limit.
 */
export const resolveImage: ResolveImage = async (docker, reference, options = {}) => {
  const parsed = parseReference(reference);
  const wanted = { reference, localName: lookupName(parsed) };
  const present = await inspectImage(docker, wanted.localName);
  const { registryAnswers = askOnce, signal, local = [] } = options;
  if (present !== undefined) {
    if (!isFromElsewhere(present, wanted) && !local.includes(reference)) throw ownImage(reference);
    return { ...wanted, imageId: present.Id, origin: 'present', notes: [] };
  }
  const host = registryHost(parsed.domain);
  if (await registryAnswers(host, signal)) return pulled(docker, wanted, host, options);
  const recipe = findRecipe(parsed);
  if (recipe === undefined) {
    throw new ImageUnavailable({ reference, code: 'no-recipe', ...withoutRecipe(parsed) });
  }
  return made(docker, wanted, recipe, options);
};

/** Whether a registry gave the image, or a recipe of ours made it: everything else is somebody's own, to be read by nobody. */
function isFromElsewhere({ RepoDigests }: Dockerode.ImageInspectInfo, { localName }: Wanted): boolean {
  // The daemon of a release that has none answers null.
  const digests: readonly string[] | null = RepoDigests;
  return (digests ?? []).length > 0 || localName.startsWith(`${madeRepository}/`);
}

function ownImage(reference: string): ImageUnavailable {
  return new ImageUnavailable({
    reference,
    code: 'own-image',
    reason:
      'this is an image of this machine that no registry gave, and a project that names it would read what is in it',
    next: `Push it to a registry and name it by digest; where the project may read it, name it in ${localImagesVariable}.`,
  });
}

/** A reporter whose lines begin with the image's name; its digest says nothing to a reader. */
function reporter(reference: string, report: ResolveImageOptions['report']): (line: string) => void {
  const name = reference.replace(/@sha256:.*/, '');
  return (line) => report?.(`${name}: ${line}`);
}

async function pulled(
  docker: Dockerode,
  { reference, localName }: Wanted,
  host: string,
  { report, signal, credentials }: ResolveImageOptions,
): Promise<ResolvedImage> {
  const say = reporter(reference, report);
  say(`pulling from ${host}`);
  try {
    await pullImage(docker, localName, { report: say, signal, credentials });
    const { Id: imageId } = await docker.getImage(localName).inspect();
    return { reference, localName, imageId, origin: 'pulled', notes: [] };
  } catch (cause) {
    signal?.throwIfAborted();
    throw new ImageUnavailable({
      reference,
      code: 'registry-refused',
      reason: `the registry at ${host} answers, and the pull failed: ${cause instanceof Error ? cause.message : String(cause)}`,
      next: 'Check the name and the digest; where it is a rate limit or an outage, log in (docker login) or try again later.',
      cause,
    });
  }
}

async function made(
  docker: Dockerode,
  { reference }: Wanted,
  recipe: Recipe,
  { report, verbose = () => undefined, signal }: ResolveImageOptions,
): Promise<ResolvedImage> {
  const say = reporter(reference, report);
  try {
    const image = await makeImage(docker, recipe, { report: say, verbose, signal });
    say(`made from packages (no container registry answers): ${recipe.notes.join('; ')}`);
    return { reference, ...image, origin: 'made', notes: recipe.notes };
  } catch (cause) {
    signal?.throwIfAborted();
    if (!(cause instanceof ImageNotMade)) throw cause;
    throw notMade(reference, cause);
  }
}

function notMade(reference: string, cause: ImageNotMade): ImageUnavailable {
  const output = cause.output === '' ? '' : `; its last output:\n${cause.output.trim()}\n`;
  return new ImageUnavailable({
    reference,
    code: cause.kind === 'not-set-up' ? 'not-set-up' : 'not-made',
    reason: `no container registry answers, and making it from packages failed: ${cause.message}${output}`,
    next:
      cause.kind === 'not-set-up'
        ? `Run npm run setup as root, or bring the image in by docker load and name it in ${localImagesVariable}.`
        : 'Check that the Debian, npm and PyPI packages can be fetched, and run again: what is done is kept.',
    cause,
  });
}
