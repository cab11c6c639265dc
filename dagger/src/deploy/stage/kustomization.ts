import type { Version } from '../proof/model.ts';
import type { DeployedImage } from '../proof/observations.ts';

/** The differences between the committed manifests and a deployment. */
export interface Rendering {
  /** The overlay, relative to the kustomization. */
  readonly overlay: string;
  readonly namespace: string;
  /** The name that the manifests give the service's image. */
  readonly project: string;
  readonly version: Version;
  /** Further images, by the name that the manifests give them. */
  readonly images: readonly { readonly name: string; readonly image: DeployedImage }[];
}

/**
 * A kustomization over an overlay, so that no committed file is edited. It sets namespace, images, and the revision as an
 * annotation of the pods, so that two revisions with one image are two rollouts. JSON is YAML too.
 */
export function kustomization({ overlay, namespace, project, version, images }: Rendering): string {
  const revision = { metadata: { annotations: { 'pipeline/revision': version.revision } } };
  return JSON.stringify({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: [overlay],
    namespace,
    images: [{ name: project, image: version.image }, ...images].map(({ name, image }) => ({
      name,
      ...partsOf(image.reference),
    })),
    patches: [
      {
        target: { kind: 'Deployment' },
        patch: JSON.stringify({
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: 'any' },
          spec: { template: revision },
        }),
      },
    ],
  });
}

/** kustomize's parts of `name:tag` or `name@digest`. */
function partsOf(reference: string): { newName: string; newTag?: string; digest?: string } {
  const [name = reference, digest] = reference.split('@');
  if (digest !== undefined) return { newName: name, digest };
  const colon = name.lastIndexOf(':');
  return { newName: name.slice(0, colon), newTag: name.slice(colon + 1) };
}
