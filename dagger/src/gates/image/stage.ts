import type { Container, Directory, File } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { type FailedBuild, lateBuild } from './failed-build.ts';
import type { BuiltImage } from './decide.ts';
import { commitTimeOf, createdLabel, decideImage } from './decide.ts';
import type { Decision } from '../../verdict/model.ts';
import { pinnedImage } from '../../registry/address.ts';
import { jsonOrUndefined, textField } from '../../verdict/read-json.ts';
import { inTime } from '../../tools/deadline.ts';
import { leftOut, type Project } from '../../project/project.stage.ts';
import type { RegistryAccess } from '../../registry/registry.stage.ts';
import { revisionName, revisionOf, whyUnknown } from '../../project/revision.stage.ts';

/** The one export of the image that all scans read. */
export async function imageArchive(project: Project): Promise<File> {
  return project.archive ?? (await buildImage(project)).asTarball();
}

/**
 * A published image, by its digest.
 * @param access How its registry is reached. Default: by its own name, with no credentials.
 */
export function publishedImage(image: string, access: Partial<RegistryAccess> = {}): Container {
  const { address, reference } = pinnedImage(image);
  const { registry, username = '', password } = access;
  const empty = dag.container();
  // A workflow without credentials gives an empty password: a name is what says that there are some.
  const known =
    password === undefined || username === '' ? empty : empty.withRegistryAuth(address, username, password);
  return known.from(reference, registry === undefined ? {} : { registryService: registry });
}

/** Builds the image and decides on what it says of itself. */
export async function image(project: Project): Promise<Decision> {
  const revision = await revisionName(project.repository);
  const { source, dockerfile } = project;
  return decideImage(
    await builtImage(project, revision).catch(async (error: unknown) => ({
      ...failedBuild(error),
      dockerfile: await source.file(dockerfile).contents(),
    })),
  );
}

/**
 * The project's image, built by its Dockerfile with the revision baked in.
 * @param as another name for the revision
 */
export async function buildImage(
  { source, repository, dockerfile, platform, configuration }: Project,
  as?: string,
): Promise<Container> {
  const [{ revision, created }, manifest] = await Promise.all([revisionOf(repository), manifestOf(source)]);
  const buildArgs = Object.entries({
    REVISION: as ?? revision,
    CREATED: created,
    VERSION: textField(manifest, 'version') ?? '0.0.0',
    SOURCE: repositoryOf(manifest) ?? 'unknown',
  }).map(([name, value]) => ({ name, value }));
  const options = platform === undefined ? { dockerfile, buildArgs } : { dockerfile, buildArgs, platform };
  const built = source.filter({ exclude: leftOut }).dockerBuild(options);
  const { timeoutSeconds } = configuration.image;
  return inTime(timeoutSeconds, built.sync(), lateBuild(timeoutSeconds));
}

/** package.json; undefined where the source has none, as another language's service. */
async function manifestOf(source: Directory): Promise<unknown> {
  const isThere = await source.exists('package.json');
  return isThere ? jsonOrUndefined(await source.file('package.json').contents()) : undefined;
}

/** When the commit of an image was made that came without its source, by what the image says of itself. */
export async function committedAtOf(image: Container): Promise<string | undefined> {
  return commitTimeOf(await image.label(createdLabel));
}

async function builtImage(project: Project, revision: string): Promise<BuiltImage> {
  const built = await buildImage(project);
  const [user, labels] = await Promise.all([built.user(), labelsOf(built)]);
  const obstacle = revision === 'unknown' ? await whyUnknown(project.repository) : undefined;
  return { user, labels, revision, ...(obstacle === undefined ? {} : { whyUnknown: obstacle }) };
}

/** The labels of an image, by name. */
export async function labelsOf(built: Container): Promise<Record<string, string>> {
  const labels = await built.labels();
  const pairs = labels.map(async (label) => [await label.name(), await label.value()] as const);
  return Object.fromEntries(await Promise.all(pairs));
}

/** `repository` of package.json: a text, or an object with a `url`. */
export function repositoryOf(manifest: unknown): string | undefined {
  const text = textField(manifest, 'repository');
  if (text !== undefined || typeof manifest !== 'object' || manifest === null) return text;
  return textField((manifest as { repository?: unknown }).repository, 'url');
}

/** What is known of a build that failed: a failing command's output comes with the error. */
function failedBuild(error: unknown): FailedBuild {
  const output = [textField(error, 'stdout'), textField(error, 'stderr')].filter(
    (text) => text !== undefined,
  );
  const message = error instanceof Error ? error.message : String(error);
  return { message, ...(output.length === 0 ? {} : { output: output.join('\n') }) };
}
