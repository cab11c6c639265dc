import type { Container, Directory, File } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { images } from '../../tools/images.ts';
import { leftOut } from '../../project/project.stage.ts';
import { within } from '../../tools/deadline.ts';

/** Folders of Trivy's reports and of its database. */
export const reports = '/reports';
export const cache = '/cache';

/** Points Trivy at the image of {@link withImage}. */
export const imageInput = ['--input', '/scan/image.tar'];

/** Trivy with the archive of an image. */
export function withImage(file: File): Container {
  return dag.container().from(images.trivy).withFile('/scan/image.tar', file);
}

/**
 * Folder of the source below the folder that Trivy scans. At the top level it would skip folders called dev, proc and
 * sys, and a file with the name of its own list of rules.
 */
export const sourceFolder = 'source';

/** Trivy with a source, without the files that are never checked. */
export function withSource(source: Directory): Container {
  return dag
    .container()
    .from(images.trivy)
    .withWorkdir('/scan')
    .withDirectory(`/scan/${sourceFolder}`, source, { exclude: leftOut });
}

/** Settings and ignored findings of the source are not read: Trivy looks for both in its working directory. */
export const ours = ['--config', '/ours/trivy.yaml', '--ignorefile', '/ours/.trivyignore'];

/**
 * Runs Trivy. It exits with 0 if it could scan, with or without findings, so that every other code is a breakdown,
 * which is not cached. It does not create the folder for its report.
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
