import type { Container, Directory, Platform } from '@dagger.io/dagger';
import { getTracer } from '@dagger.io/dagger/telemetry';

import { withTimeout } from '../tools/deadline.ts';
import { once } from '../tools/once.ts';
import { type BuildPlace, buildPlace } from './build-place.ts';
import { type ManifestFacts, manifestFacts } from './manifest.ts';
import { type ImageSource, leftOut, type Project, type ProjectImage } from './project.stage.ts';
import { secretsOf } from './image-secrets.stage.ts';
import { commitTime, epoch } from './revision.stage.ts';

/** The parts of a project that an image is built from. */
type BuildInputs = Pick<
  Project,
  'source' | 'repository' | 'dockerfile' | 'configuration' | 'revision' | 'npmToken' | 'buildSecrets'
>;

/** Options of a build. */
interface BuildOptions {
  /** Another revision than the commit's. */
  readonly as?: string;
  /** Default: the engine's own. */
  readonly platform?: string;
}

/** The image that the project's Dockerfile builds, built on first use. */
export function builtFrom(project: BuildInputs, options: BuildOptions = {}): ImageSource {
  return { kind: 'built', get: once(() => buildImage(project, options)) };
}

/** The image of a project without a Dockerfile: who asks for it has not looked whether there is one. */
export const missingImage: ImageSource = {
  kind: 'missing',
  get: () => Promise.reject(new Error('the source has no Dockerfile, so there is no image')),
};

/**
 * Builds the image by the Dockerfile, with the revision baked in, under a span of its own.
 * @throws Error when the build failed, or did not end in `image.timeoutSeconds`
 */
export function buildImage(project: BuildInputs, { as, platform }: BuildOptions = {}): Promise<ProjectImage> {
  const words = ['build', as ?? 'image', platform === undefined ? [] : `for ${platform}`].flat();
  return getTracer().startActiveSpan(words.join(' '), async () => {
    const { source, dockerfile, configuration } = project;
    const [{ name }, committedAt, manifest] = await Promise.all([
      project.revision(),
      commitTime(project),
      manifestOf(source),
    ]);
    const { timeoutSeconds, target, args, context } = configuration.image;
    const buildArgs = Object.entries({
      VERSION: manifest.version ?? '0.0.0',
      SOURCE: manifest.repository ?? 'unknown',
      ...args,
      REVISION: as ?? name,
      CREATED: committedAt ?? epoch,
    }).map(([argument, value]) => ({ name: argument, value }));
    const place = buildPlace(dockerfile, context);
    const options = {
      dockerfile: place.dockerfile,
      buildArgs,
      ...(target === undefined ? {} : { target }),
      secrets: await secretsOf(project),
      ...(platform === undefined ? {} : { platform: platform as Platform }),
    };
    const built = contextOf(source.filter({ exclude: leftOut }), place)
      .dockerBuild(options)
      .sync();
    const container = await withTimeout(timeoutSeconds, built, lateBuild(timeoutSeconds));
    const archive = container.asTarball();
    return { container, archive, ...(committedAt === undefined ? {} : { committedAt }) };
  });
}

/** The message of a build that did not end before its deadline. */
export function lateBuild(seconds: number): string {
  return `the build did not end in ${String(seconds)} s (image.timeoutSeconds in pipeline.json)`;
}

/** The folder that a Dockerfile copies from, with that file in it. */
function contextOf(source: Directory, { context, outside }: BuildPlace): Directory {
  const folder = context === '.' ? source : source.directory(context);
  return outside === undefined ? folder : folder.withFile(outside.as, source.file(outside.from));
}

/** What package.json says of a project; nothing where there is none. */
export async function manifestOf(source: Directory): Promise<ManifestFacts> {
  const isThere = await source.exists('package.json');
  return isThere ? manifestFacts(await source.file('package.json').contents()) : {};
}

/** The labels of an image, by name. */
export async function labelsOf(image: Container): Promise<Record<string, string>> {
  const labels = await image.labels();
  const pairs = labels.map(async (label) => [await label.name(), await label.value()] as const);
  return Object.fromEntries(await Promise.all(pairs));
}
