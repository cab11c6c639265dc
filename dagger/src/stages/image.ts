import type { Container } from '@dagger.io/dagger';

import type { BuiltImage, FailedBuild } from '../verdict/image.ts';
import { decideImage } from '../verdict/image.ts';
import type { Decision } from '../verdict/model.ts';
import { jsonOrUndefined, textField } from '../verdict/read-json.ts';
import { leftOut, type Project } from './project.ts';
import { revisionOf } from './revision.ts';

/** Builds the image and decides on what it says of itself. */
export async function image(project: Project): Promise<Decision> {
  const { revision } = await revisionOf(project.source);
  return decideImage(await builtImage(project, revision).catch(failedBuild));
}

/** The project's image, built by its Dockerfile with the revision baked in. */
export async function buildImage({ source, dockerfile }: Project): Promise<Container> {
  const [{ revision, created }, manifest] = await Promise.all([
    revisionOf(source),
    source.file('package.json').contents().then(jsonOrUndefined),
  ]);
  const buildArgs = Object.entries({
    REVISION: revision,
    CREATED: created,
    VERSION: textField(manifest, 'version') ?? '0.0.0',
    SOURCE: repositoryOf(manifest) ?? 'unknown',
  }).map(([name, value]) => ({ name, value }));
  return source.filter({ exclude: leftOut }).dockerBuild({ dockerfile, buildArgs });
}

async function builtImage(project: Project, revision: string): Promise<BuiltImage> {
  const built = await buildImage(project);
  const [user, labels] = await Promise.all([built.user(), labelsOf(built)]);
  return { user, labels, revision };
}

async function labelsOf(built: Container): Promise<Record<string, string>> {
  const labels = await built.labels();
  const pairs = labels.map(async (label) => [await label.name(), await label.value()] as const);
  return Object.fromEntries(await Promise.all(pairs));
}

/** `repository` of package.json: a text, or an object with a `url`. */
function repositoryOf(manifest: unknown): string | undefined {
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
