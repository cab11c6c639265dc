import type { Container, File } from '@dagger.io/dagger';

import type { Baseline } from './baseline.stage.ts';
import type { DeployPlan } from './plan.stage.ts';
import type { DeployedImage } from './proof/observations.ts';
import { type GateRun, runGates } from '../ci/pipeline.ts';
import { publishChecked } from '../publish/publish.stage.ts';
import { verifyByKey } from '../publish/verify.stage.ts';
import { pinnedImage } from '../registry/address.ts';
import { publishedFrom } from '../registry/published.stage.ts';
import type { Refusal } from '../verdict/ending.ts';
import type { Verdict } from '../verdict/model.ts';
import { exitCodes } from '../verdict/verdict.ts';

/** A version that may be deployed. */
export interface Candidate {
  readonly revision: string;
  /** When the commit was made, where that is known. */
  readonly committedAt?: string;
  /** The image itself, which says by which Node it runs. */
  readonly container: Container;
  /** The export that was scanned, to be loaded into a cluster of kind's. */
  readonly archive: File;
  /** The image in its registry, where it is published. */
  readonly published?: DeployedImage;
}

/** A version that may be deployed, with the verdict of its gates where they ran. */
interface Checked {
  readonly kind: 'checked';
  readonly candidate: Candidate;
  readonly verdict?: Verdict;
}

/** The same, with the version to go from on a cluster that has none. */
export interface Admitted extends Omit<Checked, 'kind'> {
  readonly kind: 'admitted';
  readonly baseline: Baseline | undefined;
}

/** Why no version may be deployed: gates that are not green, or a refusal, with the verdict where there is one. */
export type NotAdmitted =
  { readonly kind: 'red'; readonly verdict: Verdict } | (Refusal & { readonly verdict?: Verdict });

/**
 * Admits the version that is to be deployed: the source, once every gate has passed and, for a cluster by kubeconfig, once it
 * is published; or a published image, once it is verified.
 * @param baseline the version to go from, which is made meanwhile
 */
export async function admit(
  plan: DeployPlan,
  baseline: () => Promise<Baseline | Refusal | undefined>,
): Promise<Admitted | NotAdmitted> {
  const checked = plan.gates === undefined ? await checkImage(plan) : await checkSource(plan, plan.gates);
  if (checked.kind !== 'checked') return checked;
  const from = await baseline();
  if (from?.kind === 'refused') return from;
  return { ...checked, kind: 'admitted', baseline: from };
}

async function checkSource(
  { project, publication }: DeployPlan,
  gates: GateRun,
): Promise<Checked | NotAdmitted> {
  const verdict = await runGates(gates);
  if (verdict.exitCode !== exitCodes.passed) return { kind: 'red', verdict };
  const published = publication && (await publishChecked(project, publication, verdict));
  if (published?.kind === 'refused') return { ...published, verdict };
  const image = await project.image.get();
  const { name: revision } = await project.revision();
  return {
    kind: 'checked',
    verdict,
    candidate: {
      ...image,
      revision,
      ...(published === undefined
        ? {}
        : { published: { reference: published.pinned, manifest: published.digest } }),
    },
  };
}

async function checkImage({ request }: DeployPlan): Promise<Checked | NotAdmitted> {
  const { image, publicKey, access } = request;
  const verified = await verifyByKey({ image, publicKey, access });
  if (verified.kind === 'refused') return verified;
  const pulled = await publishedFrom(image, access).get();
  const pinned = pinnedImage(image);
  return {
    kind: 'checked',
    candidate: {
      ...pulled,
      revision: verified.revision,
      published: { reference: pinned.reference, manifest: pinned.digest },
    },
  };
}
