import { type Refusal, usageRefusal } from '../verdict/ending.ts';

/** How a deployment was asked for, as far as its arguments can contradict each other. */
export interface RequestFacts {
  readonly cluster: 'own' | 'docker' | 'kubeconfig';
  /** Whether the cluster is there after the run. */
  readonly outlives: boolean;
  /** Gates that the deployment may go without. */
  readonly allowUnavailable: readonly string[];
  /** A published image in place of the source; empty for the source. */
  readonly image: string;
  /** A published image to go from; empty for a second build of the source. */
  readonly baseline: string;
  readonly hasPublicKey: boolean;
  /** Whether a registry was given to publish to. */
  readonly hasRegistry: boolean;
}

/** Why a deployment is refused before anything runs; undefined where its arguments agree. */
export function refusalOfRequest(facts: RequestFacts): Refusal | undefined {
  return refusalOfGap(facts) ?? refusalOfBaseline(facts) ?? refusalOfImage(facts);
}

function refusalOfGap({ outlives, allowUnavailable }: RequestFacts): Refusal | undefined {
  if (!outlives || allowUnavailable.length === 0) return undefined;
  return usageRefusal(
    '--allow-unavailable: a cluster that outlives the run gets no image that was not checked',
    'leave it out, or deploy to a cluster of this run alone: dagger call deploy --allow-unavailable=GATE',
  );
}

function refusalOfBaseline({ cluster, baseline, outlives, hasPublicKey }: RequestFacts): Refusal | undefined {
  if (baseline === '') return undefined;
  if (cluster === 'kubeconfig') {
    return usageRefusal(
      '--baseline: expected a cluster of kind; on any other, the update starts from what serves there',
      'leave --baseline out',
    );
  }
  if (!outlives || hasPublicKey) return undefined;
  return usageRefusal(
    '--baseline: expected --public-key: a cluster that outlives the run gets no image that was not verified',
    'give the public key of who signed it: --public-key=file:cosign.pub',
  );
}

function refusalOfImage({ cluster, image, hasPublicKey, hasRegistry }: RequestFacts): Refusal | undefined {
  if (image !== '' && !hasPublicKey) {
    return usageRefusal(
      '--image: expected --public-key, by which it is verified',
      'give the public key of who signed it: --public-key=file:cosign.pub',
    );
  }
  if (cluster !== 'kubeconfig' || image !== '' || hasRegistry) return undefined;
  return usageRefusal(
    'deploy: expected --image, or a registry to publish to: the cluster pulls by digest',
    'dagger call with-registry --address=HOST/NAME --signing-key=file:cosign.key cluster --kubeconfig=file:KUBECONFIG deploy',
  );
}
