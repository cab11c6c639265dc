import type { Secret } from '@dagger.io/dagger';

import { requireNoNetwork } from './cluster/own.stage.ts';
import { type Rendered, renderManifests } from './manifests/render.stage.ts';
import { refusalOfRequest, type RequestFacts } from './request.ts';
import { namespaceOf, outlives, type Where } from './where.stage.ts';
import { type GateRun, prepareGates } from '../ci/pipeline.ts';
import { planPublication, type Publication, type PublishRequest } from '../publish/publication.stage.ts';
import { reachableImage } from '../publish/verify.stage.ts';
import type { RegistryAccess } from '../registry/registry.stage.ts';
import type { Project } from '../project/project.stage.ts';
import { requireImageSource } from '../project/source.stage.ts';
import type { Refusal } from '../verdict/ending.ts';

/** A deployment as it was asked for. */
export interface DeployRequest {
  readonly where: Where;
  /** Gates that a deployment to a cluster of this run alone may go without. */
  readonly allowUnavailable: readonly string[];
  /** A published image, by digest, in place of source and gates; empty for the source. */
  readonly image: string;
  readonly publicKey: Secret | undefined;
  /** A published image to go from on a cluster that has no version; empty for a second build of the source. */
  readonly baseline: string;
  /** How images are pulled. */
  readonly access: RegistryAccess;
  /** How the image is published, for a cluster by kubeconfig; undefined where no registry was given. */
  readonly publish: PublishRequest | undefined;
  /** Seconds that a rollout may take; 0 for the default. */
  readonly rolloutSeconds: number;
}

/** A run of `deploy`: when it began, and a name that no other has. */
export interface Run {
  readonly startedAt: number;
  readonly holder: string;
}

/** A deployment in which everything has been looked at that can be refused before anything runs. */
export interface DeployPlan extends Run {
  readonly kind: 'plan';
  readonly project: Project;
  readonly request: DeployRequest;
  readonly where: Where;
  /** Whether the cluster must answer before the first gate runs; one of kind's is made meanwhile. */
  readonly isReachedFirst: boolean;
  readonly namespace: string;
  /** The manifests, without a version. */
  readonly rendered: Rendered;
  /** The gates that are to run; undefined for a published image. */
  readonly gates: GateRun | undefined;
  /** How the image is published once they have passed; undefined where the nodes load it. */
  readonly publication: Publication | undefined;
}

/** A run that begins now. */
export function newRun(): Run {
  return { startedAt: Date.now(), holder: crypto.randomUUID().slice(0, 8) };
}

/**
 * Plans a deployment: refuses what arguments, source, tree, registry or signing key do not allow.
 * @throws UsageError when an argument or the source is wrong
 */
export async function planDeployment(
  project: Project,
  request: DeployRequest,
): Promise<DeployPlan | Refusal> {
  const run = newRun();
  const refusal = refusalOfRequest(factsOf(request));
  if (refusal !== undefined) return refusal;
  const { where } = request;
  const gates = await gatesFor(project, request);
  // A cluster that is not kind's pulls by digest: an image that is built for it is published first.
  const publish = where.kind === 'kubeconfig' && gates !== undefined ? request.publish : undefined;
  if (publish !== undefined) await requireImageSource(project);
  const publication = publish && (await planPublication(project, publish));
  if (publication?.kind === 'refused') return publication;
  const namespace = namespaceOf(where, project.configuration.project);
  const rendered = await renderManifests(project, { cluster: where.kind, namespace, overlay: where.overlay });
  if (rendered.kind === 'refused') return rendered;
  return {
    kind: 'plan',
    ...run,
    project,
    request,
    where,
    isReachedFirst: where.kind === 'kubeconfig',
    namespace,
    rendered,
    gates,
    publication,
  };
}

function factsOf({
  where,
  allowUnavailable,
  image,
  baseline,
  publicKey,
  publish,
}: DeployRequest): RequestFacts {
  return {
    cluster: where.kind,
    outlives: outlives(where),
    allowUnavailable,
    image,
    baseline,
    hasPublicKey: publicKey !== undefined,
    hasRegistry: publish !== undefined,
  };
}

/** The gates that are to run: those of the source, none for a published image. */
async function gatesFor(project: Project, request: DeployRequest): Promise<GateRun | undefined> {
  const { where, image, baseline, access, allowUnavailable } = request;
  for (const published of [image, baseline]) if (published !== '') reachableImage(published, access);
  if (where.kind === 'own' && where.kindConfig !== undefined) await requireNoNetwork(where.kindConfig);
  return image === '' ? prepareGates(project, { allowUnavailable, failFast: false }) : undefined;
}
