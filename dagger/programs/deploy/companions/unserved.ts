/* Why a pod that uses the service was not served. Decides from data alone. */
import { isOf, nameOf } from '../kube/read.ts';
import { selects } from '../kube/selector.ts';
import type { KubeObject } from '../kube/types.ts';

/** A wait for the first answer that was in vain. */
export interface Unserved {
  readonly name: string;
  readonly seconds: number;
  /** What was asked. */
  readonly url: string;
  /** The reasons that the probe gave, each once. */
  readonly reasons: readonly string[];
  readonly objects: readonly KubeObject[];
  readonly labels: { readonly pod: Labels; readonly service: Labels };
}

type Labels = Readonly<Record<string, string>>;

/** The end of that wait: whose fault it may be, and what to do. */
export interface UnservedWords {
  readonly message: string;
  /** `unreached`: the network may have kept the pod from asking, so that nothing is known of the service. */
  readonly rule: 'probe' | 'unreached';
}

/** Ends of a connection that a policy of the network brings about: no answer to it, nor to the question for its address. */
const isOfNetwork = /^(?:timeout|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|ENOTFOUND|ECONNREFUSED)$/;

/** The reasons in a log of the probe. */
export function reasonsIn(log: string): string[] {
  return [...log.matchAll(/^not served: (.+)$/gm)].flatMap(([, reason]) => reason ?? []);
}

/** Tells why. Where policies are about one of the two ends and no answer came at all, they may be the reason. */
export function unservedWords(unserved: Unserved): UnservedWords {
  const { name, seconds, url, reasons, labels } = unserved;
  const why = reasons.length === 0 ? 'it has not said why' : reasons.join(', ');
  const seen = `${name}, a pod that asks the service, had no good answer from ${url} in ${String(seconds)} s: ${why}`;
  const policies = policiesAbout(unserved);
  if (policies.length > 0 && reasons.every((reason) => isOfNetwork.test(reason))) {
    return {
      rule: 'unreached',
      message:
        `${seen}. NetworkPolicies of the manifests are about it or the service (${policies.join(', ')}): let pods with the ` +
        `labels ${labelWords(labels.pod)} ask for names (port 53) and reach the service's port, and the service take them`,
    };
  }
  const status = reasons.find((reason) => /^\d{3}$/.test(reason));
  const next =
    status === undefined
      ? ''
      : '. Expected 200 to 299: name the path that says so by --health-path or healthPath in pipeline.json';
  return { rule: 'probe', message: `${seen}${next}` };
}

function policiesAbout({ objects, labels }: Unserved): string[] {
  return objects
    .filter(isOf('NetworkPolicy'))
    .filter(({ spec: { podSelector = {} } }) =>
      [labels.pod, labels.service].some((ones) => selects(podSelector, ones)),
    )
    .map(nameOf);
}

function labelWords(labels: Labels): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ');
}
