import { count } from '../../verdict/evidence.ts';
import { checkEach, failed, type Line, passed, type PodOpinion, unavailable } from './check.ts';
import { diagnosis } from './diagnosis.ts';
import type { Expected } from './observations.ts';
import { isObserved, type Observed } from './observed.ts';
import type { PodFacts } from './pod-facts.ts';

type Pods = Observed<readonly PodFacts[]>;

/** As many pods of the version as the manifests ask for, all of them ready. */
export function replicasCheck(pods: Pods, { replicas, offers }: Expected): Line {
  if (!isObserved(pods)) return unavailable('replicas', pods.unobserved);
  const ready = pods.filter((pod) => pod.ready);
  const seen = `${String(ready.length)} of ${String(replicas)} replicas are ready`;
  if (ready.length < replicas || ready.length < pods.length) {
    return failed('replicas', [seen, ...diagnosis(pods)].join('; '));
  }
  // Manifests that ask for no replica prove nothing.
  if (replicas === 0) return unavailable('replicas', 'the manifests ask for no replica');
  const unasked = offers.readinessProbe ? '' : '; without a readiness probe that says only that they run';
  return passed('replicas', `${seen}${unasked}`);
}

/** Every pod runs the very image that was scanned, by digest. */
export function imageCheck(pods: Pods, { image }: Expected): Line {
  if (!isObserved(pods)) return unavailable('image', pods.unobserved);
  const opinion = ({ name, identity }: PodFacts): PodOpinion => {
    if (!isObserved(identity)) return { unknown: `${name}: ${identity.unobserved}` };
    const { kind, digest } = identity;
    const wanted = image[kind];
    if (wanted === undefined) return { unknown: `${name}: no ${kind} digest is known to compare with` };
    return digest === wanted ? {} : { bad: `${name} runs ${kind} ${digest}, expected ${wanted}` };
  };
  return checkEach(
    'image',
    pods.map(opinion),
    (number) => `${count(number, 'pod')} on the image that was scanned`,
  );
}

/** Every replica says on its health path that it is the expected revision. */
export function revisionCheck(pods: Pods, expected: Expected): Line {
  if (!isObserved(pods)) return unavailable('revision', pods.unobserved);
  const silent = sameGap(pods.map(({ revision }) => revision));
  if (silent !== undefined) return unavailable('revision', silent);
  const opinion = ({ name, revision }: PodFacts): PodOpinion => {
    if (!isObserved(revision)) return { unknown: `${name}: ${revision.unobserved}` };
    return revision === expected.revision
      ? {}
      : { bad: `${name} answers revision ${revision}, expected ${expected.revision}` };
  };
  return checkEach(
    'revision',
    pods.map(opinion),
    (number) => `${count(number, 'pod')} on ${expected.revision}`,
  );
}

/** The reason that all pods have in common, said once; undefined where there is none. */
function sameGap(revisions: readonly PodFacts['revision'][]): string | undefined {
  const gaps = revisions.map((revision) => (isObserved(revision) ? undefined : revision.unobserved));
  return gaps.every((gap) => gap === gaps[0]) ? gaps[0] : undefined;
}

/** No container of the version has ended since its pod was made. */
export function restartsCheck(pods: Pods): Line {
  if (!isObserved(pods)) return unavailable('restarts', pods.unobserved);
  const opinion = ({ name, restarts, lastEnd }: PodFacts): PodOpinion => {
    if (restarts === 0) return {};
    const how =
      lastEnd === undefined ? '' : `, last by ${lastEnd.reason} with code ${String(lastEnd.exitCode)}`;
    return { bad: `${name} was restarted ${count(restarts, 'time')}${how}` };
  };
  return checkEach('restarts', pods.map(opinion), (number) => `none in ${count(number, 'pod')}`);
}

/** No pod of another version is left. */
export function oldPodsCheck(oldPods: Observed<readonly string[]>): Line {
  if (!isObserved(oldPods)) return unavailable('old-pods', oldPods.unobserved);
  return oldPods.length === 0
    ? passed('old-pods', 'all gone')
    : failed('old-pods', `still there: ${oldPods.join(', ')}`);
}
