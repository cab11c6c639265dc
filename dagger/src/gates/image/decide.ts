import { decideFailedBuild, type FailedBuild, failedImage } from './failed-build.ts';
import type { Decision } from '../../verdict/model.ts';

/** Facts of a successful build, from the image's configuration. */
export interface BuiltImage {
  readonly user: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The revision that was passed to the build. */
  readonly revision: string;
  /** Why the revision is unknown. */
  readonly whyUnknown?: string;
}

/** Labels that every image should carry (OCI image specification, "Pre-Defined Annotation Keys"). */
export const expectedLabels = ['revision', 'created', 'version', 'source'].map(
  (key) => `org.opencontainers.image.${key}`,
);

/**
 * Decides the image gate. It is red if the build fails or if the image's revision label is wrong, and unavailable if a
 * base image, a network or the daemon could not be reached.
 */
export function decideImage(build: BuiltImage | FailedBuild): Decision {
  if ('message' in build) return decideFailedBuild(build);
  const baked = build.labels['org.opencontainers.image.revision'];
  if (baked !== undefined && baked !== build.revision) {
    const message = `the image says revision ${baked}, built from ${build.revision}`;
    return failedImage({
      rule: 'revision',
      message,
      fix: 'Pass ARG REVISION to the label in the last stage.',
    });
  }
  const missing = expectedLabels.filter((label) => (build.labels[label] ?? '') === '');
  const notes = [
    ...(build.whyUnknown === undefined ? [] : [`no commit is known: ${build.whyUnknown}`]),
    ...missing.map((label) => `the image has no label ${label}`),
  ];
  const user = build.user === '' ? 'root' : build.user;
  return { outcome: 'passed', reason: `built from ${build.revision}, user ${user}`, findings: [], notes };
}
