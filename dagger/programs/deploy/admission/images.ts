/* What is told of images before anything is applied. Pure. */
import type { KubeObject } from '../kube/types.ts';
import { otherImages } from '../manifests/fit.ts';
import { isMoving } from '../manifests/image-name.ts';

/**
 * Notes on images.
 * @param loaded names that the manifests give to images that are loaded into the nodes
 * @param notPulled objects whose images are taken from the nodes although the manifests say that they are always pulled
 */
export function imageNotes(
  objects: readonly KubeObject[],
  { loaded, notPulled }: { readonly loaded: readonly string[]; readonly notPulled: readonly string[] },
): string[] {
  const names = [...loaded, ...otherImages(objects).map(({ reference }) => reference)];
  const moving = [...new Set(names)].filter(isMoving);
  return [
    ...moving.map(
      (name) =>
        `the image ${name} has a tag that moves: another run may get another image; name a version or a digest`,
    ),
    ...(notPulled.length === 0
      ? []
      : [
          `imagePullPolicy Always was taken for IfNotPresent in ${notPulled.join(', ')}: the nodes have the images, and no registry has to answer`,
        ]),
  ];
}
