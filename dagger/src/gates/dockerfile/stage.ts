import type { Container } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { images } from '../../tools/images.ts';
import { brokenDown, count, unavailable } from '../../verdict/evidence.ts';
import type { Decision } from '../../verdict/model.ts';
import { parseHadolint } from './parse.ts';
import { withSuppressed } from '../suppressions.ts';
import { decideTool } from '../../tools/tool-gate.ts';
import { attempt, evidenceOf } from '../../tools/attempt.stage.ts';
import { uncachedOnRerun, type Project } from '../../project/project.stage.ts';
import { suppressionsFor } from '../suppressions.stage.ts';

/** Checks the Dockerfile with hadolint: misleading instructions, and mistakes in the shell code of its RUN lines. */
export async function dockerfile(project: Project): Promise<Decision> {
  const [evidence, source] = await Promise.all([
    evidenceOf(hadolintRun(project)),
    project.source.file(project.dockerfile).contents(),
  ]);
  if (evidence.broke || evidence.stdout.trim() === '') return unavailable(brokenDown('hadolint', evidence));
  const { stdout: text, exitCode } = evidence;
  const decision = decideTool(
    parseHadolint({ text, exitCode, dockerfile: source }),
    project.policy('dockerfile'),
    (facts) => ({ scope: count(facts.stages, 'build stage'), nothing: facts.stages === 0 }),
  );
  return withSuppressed(decision, await suppressionsFor(project, ['hadolint']));
}

/** Comments in the file suppress nothing; an exception in pipeline.json can. */
const ours = ['--disable-ignore-pragma'];

/**
 * Runs hadolint. Its own image has no program that could end it if it hangs, so the binary is copied out of it. It sees
 * only the Dockerfile: a `.hadolint.yaml` of the project could bypass the threshold.
 */
function hadolintRun(project: Project): Container {
  const { source, dockerfile: path } = project;
  const hadolint = dag.container().from(images.hadolint).file('/bin/hadolint');
  const container = dag
    .container()
    .from(images.node)
    .withFile('/usr/local/bin/hadolint', hadolint)
    .withWorkdir('/src')
    .withFile(`/src/${path}`, source.file(path));
  return attempt(
    uncachedOnRerun(project, 'dockerfile', container),
    ['hadolint', ...ours, '--format', 'json', '--', path],
    { seconds: 60 },
  );
}
