/** Label with the commit of an image (OCI image specification, "Pre-Defined Annotation Keys"). */
export const revisionLabel = 'org.opencontainers.image.revision';

/** Label with the time of the commit that an image is built from. */
export const createdLabel = 'org.opencontainers.image.created';

/**
 * The time of an image's commit by that label, as RFC 3339 in UTC; undefined if it has no time, or the epoch,
 * which stands for one that was not known.
 */
export function commitTimeOf(label: string | null | undefined): string | undefined {
  const time = /^\d{4}-\d\d-\d\dT/.test(label ?? '') ? Date.parse(label ?? '') : Number.NaN;
  return time > 0 ? new Date(time).toISOString() : undefined;
}
