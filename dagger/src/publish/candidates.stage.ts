import type { Container, File } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { conflictingTags, type ScannedImage } from './conflicts.ts';
import type { Publication } from './publication.stage.ts';
import {
  type FurtherGates,
  type PublishRefusal,
  refusalByConflicts,
  refusalByFurtherGates,
} from './refusals.ts';
import { runGate } from '../gates/run.stage.ts';
import { packageList } from '../gates/scan/reports.stage.ts';
import { builtFrom } from '../project/image.stage.ts';
import type { Project } from '../project/project.stage.ts';
import { configurationOfArchive } from '../registry/archive.stage.ts';
import type { GateResult } from '../verdict/model.ts';

/** Gates that check the built image itself, and can do so for any platform. */
const imageGates = ['image', 'scan-vulnerabilities', 'scan-secrets'];

/** An image for one platform, which was scanned and is pushed. */
export interface Candidate extends ScannedImage {
  readonly built: Container;
  /** Its CycloneDX list of packages. */
  readonly packages: File;
}

/** The images to push. */
export interface Candidates {
  readonly candidates: readonly Candidate[];
  readonly furtherGates: FurtherGates;
}

/** The image for each platform. The gates have checked the engine's own platform; the others are checked here. */
export async function candidatesOf(
  project: Project,
  { platforms, repository, before }: Publication,
): Promise<Candidates | PublishRefusal> {
  const own = await dag.defaultPlatform();
  const projects = platforms.map((platform) => ({
    platform,
    project: platform === own ? project : projectFor(project, platform),
  }));
  const further = projects.filter(({ platform }) => platform !== own);
  const furtherGates = (await Promise.all(further.map((one) => gatesFor(one.project, one.platform)))).flat();
  const red = refusalByFurtherGates(furtherGates);
  if (red !== undefined) return red;
  if (further.length > 0 && project.gates.includes('smoke')) tellUnsmoked(further);
  const candidates = await Promise.all(projects.map((one) => candidateFor(one.project, one.platform)));
  return refusalByConflicts(repository, conflictingTags(before, candidates)) ?? { candidates, furtherGates };
}

function tellUnsmoked(further: readonly { readonly platform: string }[]): void {
  const names = further.map(({ platform }) => platform).join(', ');
  console.error(`publish: smoke started the image of the engine's own platform; not started: ${names}`);
}

/** The image for a platform, as the gates checked it. */
async function candidateFor(project: Project, platform: string): Promise<Candidate> {
  const { container, archive } = await project.image.get();
  const configuration = await configurationOfArchive(archive);
  return { platform, built: container, configuration, packages: await packageList(project) };
}

/** Runs the image gates for a further platform. Each result's name contains the platform. */
async function gatesFor(
  project: Project,
  platform: string,
): Promise<Pick<GateResult, 'gate' | 'outcome' | 'reason'>[]> {
  const inUse = imageGates.filter((gate) => project.gates.includes(gate));
  const results = inUse.map(async (gate) => {
    const { outcome, reason } = await runGate(gate, project).catch((error: unknown) => ({
      outcome: 'unavailable' as const,
      reason: error instanceof Error ? error.message : String(error),
    }));
    return { gate: `${gate} (${platform})`, outcome, reason };
  });
  return Promise.all(results);
}

/** The project for a platform other than the engine's own. */
function projectFor(project: Project, platform: string): Project {
  return { ...project, image: builtFrom(project, { platform }) };
}
