import type { Trial } from './proof.ts';
import type { PublishAttempt } from './proof-registry.ts';
import type { ProvingRegistry } from './proving.stage.ts';
import { type Sample, sampleProject } from './sample.stage.ts';
import { prepareGates, runGates } from '../ci/pipeline.ts';
import type { Defect } from '../gates/defect.ts';
import type { Project } from '../project/project.stage.ts';
import { requireImageSource } from '../project/source.stage.ts';
import type { Signing } from '../publish/attest.stage.ts';
import { planPublication } from '../publish/publication.stage.ts';
import { publishChecked, type Published } from '../publish/publish.stage.ts';
import type { PublishRefusal } from '../publish/refusals.ts';
import type { GateResult } from '../verdict/model.ts';

/** The values that all trials of a run share. */
export interface ProofSetup extends Sample {
  readonly registry: ProvingRegistry;
  readonly signing: Signing;
}

/** A trial before the registry's content is known. */
type Tried = Omit<Trial, 'tags'>;

/** Copies the sound project with one defect, runs the gates on it, and tries to publish it. */
export async function tryDefect(setup: ProofSetup, defect: Defect): Promise<Tried> {
  const project = await sampleProject(setup, defect);
  const { gates, publish } = await tryToPublish(setup, defect, project);
  return { name: defect.name, expected: defect.gates, gates, publish };
}

/** Runs the gates and tries to publish, with the functions that publish itself calls, each defect to its own repository. */
async function tryToPublish(
  { registry, signing }: ProofSetup,
  defect: Defect,
  project: Project,
): Promise<Pick<Tried, 'gates' | 'publish'>> {
  const address = registry.addressOf(repositoryFor(defect));
  const request = {
    address,
    access: registry.access,
    signings: [signing],
    version: '',
    platforms: [],
    builder: '',
    invocation: '',
  };
  let gates: readonly GateResult[] = [];
  try {
    await requireImageSource(project);
    const publication = await planPublication(project, request);
    if (publication.kind === 'refused')
      return { gates, publish: { kind: 'broke', answer: publication.reason } };
    const options = { allowUnavailable: [], failFast: false, quiet: true };
    const verdict = await runGates(await prepareGates(project, options));
    ({ gates } = verdict);
    const result = await publishChecked(project, publication, verdict);
    return { gates, publish: attemptOf(result) };
  } catch (error) {
    const answer = error instanceof Error ? error.message : String(error);
    return { gates, publish: { kind: 'broke', answer } };
  }
}

function attemptOf(result: Published | PublishRefusal): PublishAttempt {
  if (result.kind === 'published') return { kind: 'published', answer: result.reference };
  return { kind: result.about === 'image' ? 'refused' : 'broke', answer: result.reason };
}

/** The name of the repository that a defect's copy is published to. */
export function repositoryFor({ name }: Pick<Defect, 'name'>): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}
