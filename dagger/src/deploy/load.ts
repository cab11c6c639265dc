import type { Baseline } from './baseline.stage.ts';
import type { Candidate } from './admit.stage.ts';
import { type ClusterSession, loadImages } from './stage/session.stage.ts';
import type { Version } from './proof/model.ts';

/** A cluster with the images on it, and the versions by the names that these have there. */
export interface Loaded {
  readonly session: ClusterSession;
  readonly version: Version;
  readonly baseline?: Version;
}

interface Loadable {
  readonly session: ClusterSession;
  /** When the run began, in milliseconds since 1970. */
  readonly startedAt: number;
  readonly candidate: Candidate;
  readonly baseline: Baseline | undefined;
}

/**
 * Loads the image that was checked, and one to go from; a cluster that is not kind's pulls by digest.
 * @param name the project's, by which the images are known on the nodes
 */
export async function loadVersions(
  name: string,
  { session, startedAt, candidate, baseline }: Loadable,
): Promise<Loaded> {
  const { revision, published } = candidate;
  const unloaded = { revision, image: published ?? { reference: name } };
  if (session.failure !== undefined || session.target.kindSettings === undefined) {
    return { session, version: unloaded };
  }
  const files = [await candidate.archive.sync(), ...(baseline === undefined ? [] : [baseline.archive])];
  const archives = files.map((archive) => ({ name, archive }));
  const after = await loadImages(session, archives, startedAt);
  const [own, before] = after.loaded.filter((one) => one.name === name).map(({ image }) => image);
  // The digest under which it is published stays in the record, beside the name that it has on the nodes.
  const manifest = published?.manifest === undefined ? {} : { manifest: published.manifest };
  return {
    session: after,
    version: own === undefined ? unloaded : { revision, image: { ...own, ...manifest } },
    ...(before === undefined || baseline === undefined
      ? {}
      : { baseline: { revision: baseline.revision, image: before } }),
  };
}
