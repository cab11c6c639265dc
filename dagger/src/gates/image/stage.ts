import { type BuiltImage, decideImage } from './decide.ts';
import type { FailedBuild } from './failed-build.ts';
import type { Decision } from '../../verdict/model.ts';
import { labelsOf } from '../../project/image.stage.ts';
import type { Project } from '../../project/project.stage.ts';
import { textField } from '../../verdict/evidence.ts';

/** Builds the image and decides on its configuration. */
export async function image(project: Project): Promise<Decision> {
  const { source, dockerfile } = project;
  return decideImage(
    await builtImage(project).catch(async (error: unknown) => ({
      ...failedBuild(error),
      dockerfile: await source.file(dockerfile).contents(),
    })),
  );
}

async function builtImage(project: Project): Promise<BuiltImage> {
  const [{ container }, { name: revision, whyUnknown }] = await Promise.all([
    project.image.get(),
    project.revision(),
  ]);
  const [user, labels] = await Promise.all([container.user(), labelsOf(container)]);
  return { user, labels, revision, ...(whyUnknown === undefined ? {} : { whyUnknown }) };
}

/** The facts of a failed build, with the failing command's output from the error. */
function failedBuild(error: unknown): FailedBuild {
  const output = [textField(error, 'stdout'), textField(error, 'stderr')].filter(
    (text) => text !== undefined,
  );
  const message = error instanceof Error ? error.message : String(error);
  return { message, ...(output.length === 0 ? {} : { output: output.join('\n') }) };
}
