import { basesOf, isMadeFromPackages } from '../gates/image/bases.stage.ts';
import { chooseNode, imagesOf } from '../gates/packages/node-image.ts';
import type { UsedImage } from '../tools/images.ts';
import { usedImages } from './image-uses.ts';
import type { GateResult, ImageUse } from '../verdict/model.ts';
import type { Project } from '../project/project.stage.ts';

/** The images that the gates of a run used, including those of the Dockerfile, and whether each was made from packages. */
export async function imageUses(gates: readonly GateResult[], project: Project): Promise<ImageUse[]> {
  const built = gates.some(({ gate, durationMs }) => gate === 'image' && durationMs !== undefined);
  const bases = built ? await basesOf(project) : [];
  const unused = await unusedImages(project);
  const services = Object.values(project.configuration.services).map(({ image }) => image);
  const uses = usedImages(gates, { references: imagesOf(project), bases, services, unused });
  const made = await Promise.all(uses.map(({ reference }) => isMadeFromPackages(reference)));
  return uses.map((use, index) => (made[index] === true ? { ...use, madeFromPackages: true } : use));
}

/**
 * Images that this project does not use: database and Docker daemon if its tests have none, git if there is no commit, a
 * Node that is not there.
 */
async function unusedImages(project: Project): Promise<UsedImage[]> {
  const { revision, configuration } = project;
  const { whyUnknown } = await revision();
  return [
    ...(configuration.test.postgres ? [] : ['postgres' as const]),
    ...(chooseNode(project).kind === 'none' ? ['projectNode' as const] : []),
    ...(configuration.docker ? [] : ['dind' as const]),
    ...(whyUnknown !== undefined ? ['golang' as const] : []),
  ];
}
