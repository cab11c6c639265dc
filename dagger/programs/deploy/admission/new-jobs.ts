/* Jobs for a dry run. Pure. */
import { isOf } from '../kube/read.ts';
import type { KubeObject } from '../kube/types.ts';
import { titleOf } from '../manifests/pod-templates.ts';

/** Longest start of a Job's name that leaves room for the end of {@link withNewJobs}. */
const longest = 50;

/**
 * Objects with another name for each Job that the cluster has, or may have: it cannot be changed and is made anew, so that
 * the server is asked whether it would take a new one.
 * @param there objects of the cluster; undefined where they are not to be seen
 */
export function withNewJobs(
  objects: readonly KubeObject[],
  there: readonly KubeObject[] | undefined,
): KubeObject[] {
  const known = there?.map(titleOf);
  return objects.map((object) => {
    if (!isOf('Job')(object) || known?.includes(titleOf(object)) === false) return object;
    const name = `${object.metadata.name.slice(0, longest)}-dry-run`;
    return { ...object, metadata: { ...object.metadata, name } };
  });
}
