/* Fits manifests to a version: its image and revision, and other images by the names that they have on the nodes. */
import type { Version } from '../../../src/deploy/proof/model.ts';
import type { DeployedImage } from '../../../src/deploy/proof/observations.ts';
import { serviceMark } from '../kube/read.ts';
import type { KubeObject } from '../kube/types.ts';
import { containersOf, podTemplateOf, titleOf, withContainers, withTemplate } from './pod-templates.ts';

/** Stands for the project's image in manifests that are rendered and not yet fitted to a version. */
export const ownImage = 'pipeline/own';

/** Annotation of pods, so that two revisions with one image are two rollouts. */
const revision = 'pipeline/revision';

/** Objects with the image that stands for the project's wherever they run an image of that name. */
export function withOwnImage(
  objects: readonly KubeObject[],
  isOwn: (image: string) => boolean,
): KubeObject[] {
  return objects.map((object) => withImages(object, (image) => (isOwn(image) ? ownImage : image)));
}

/** Objects of which one is marked as the service. @param container that serves */
export function withServiceMark(
  objects: readonly KubeObject[],
  service: KubeObject,
  container: string,
): KubeObject[] {
  return objects.map((object) => {
    const { kind, metadata } = object;
    if (kind !== service.kind || metadata.name !== service.metadata.name) return object;
    const annotations = { ...metadata.annotations, [serviceMark]: container };
    return annotated({ ...object, metadata: { ...metadata, annotations } }, { [serviceMark]: container });
  });
}

/** Images of others, each with the objects that run it. */
export function otherImages(objects: readonly KubeObject[]): { reference: string; users: string[] }[] {
  const users = new Map<string, string[]>();
  for (const object of objects) {
    for (const image of new Set(imagesOf(object))) {
      if (image !== ownImage && image !== '') {
        users.set(image, [...(users.get(image) ?? []), titleOf(object)]);
      }
    }
  }
  return [...users].map(([reference, used]) => ({ reference, users: used }));
}

/** A version, and images of others that are loaded, by the names that manifests give them. */
export interface Fitting {
  readonly version: Version;
  readonly loaded: readonly { readonly name: string; readonly image: DeployedImage }[];
}

/** The objects of a version. */
export function fitted(objects: readonly KubeObject[], { version, loaded }: Fitting): KubeObject[] {
  const names = new Map(loaded.map(({ name, image }) => [name, image.reference]));
  return objects.map((object) => {
    const runsOwn = imagesOf(object).includes(ownImage);
    const fit = withImages(object, (image) =>
      image === ownImage ? version.image.reference : (names.get(image) ?? image),
    );
    return runsOwn ? annotated(fit, { [revision]: version.revision }) : fit;
  });
}

function imagesOf(object: KubeObject): string[] {
  return containersOf(object).map(({ image = '' }) => image);
}

function withImages(object: KubeObject, name: (image: string) => string): KubeObject {
  return withContainers(object, (one) =>
    one.image === undefined ? one : { ...one, image: name(one.image) },
  );
}

/** An object with further annotations of its pods. */
function annotated(object: KubeObject, added: Readonly<Record<string, string>>): KubeObject {
  const template = podTemplateOf(object);
  if (template === undefined) return object;
  const { metadata } = template;
  const annotations = { ...metadata?.annotations, ...added };
  return withTemplate(object, { ...template, metadata: { ...metadata, annotations } });
}
