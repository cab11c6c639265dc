import type { Container, Directory, File } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { images } from '../../tools/images.ts';
import { leftOut } from '../../project/project.stage.ts';
import { within } from '../../tools/deadline.ts';

/** Where Trivy leaves its reports, and where it keeps its database. */
export const reports = '/reports';
export const cache = '/cache';

/** Points Trivy at the image of {@link withImage}. */
export const imageInput = ['--input', '/scan/image.tar'];

/** Trivy beside the archive of an image. */
export function withImage(file: File): Container {
  return dag.container().from(images.trivy).withFile('/scan/image.tar', file);
}

/**
 * Where the source lies below what Trivy scans: at the top it passes over folders called dev, proc and sys, and over a file
 * that is called as its own list of rules is.
 */
export const sourceFolder = 'source';

/** Trivy beside a source, without what is never looked at. */
export function withSource(source: Directory): Container {
  return dag
    .container()
    .from(images.trivy)
    .withWorkdir('/scan')
    .withDirectory(`/scan/${sourceFolder}`, source, { exclude: leftOut });
}

/** Settings and ignored findings of the source are not read: Trivy looks for both where it stands. */
export const ours = ['--config', '/ours/trivy.yaml', '--ignorefile', '/ours/.trivyignore'];

/**
 * Trivy exits 0 when it could look, findings or not, so that every other end is a breakdown, which is not kept. It makes
 * no directory for its report: there must be one.
 */
export function trivy(container: Container, args: string[], report: string): Container {
  return container
    .withNewFile(`${reports}/.keep`, '')
    .withNewFile('/ours/trivy.yaml', '')
    .withNewFile('/ours/.trivyignore', '')
    .withExec(
      within(600, [
        ...['trivy', ...args],
        ...['--cache-dir', cache, '--cache-backend', 'memory', '--output', `${reports}/${report}`, '--quiet'],
        ...ours,
      ]),
    );
}
