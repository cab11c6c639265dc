import type { File } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { images } from '../tools/images.ts';
import { configurationDigest } from './image-archive.ts';
import { within } from '../tools/deadline.ts';

/**
 * The digest of the configuration of the image in an archive: what a scan of that archive was about.
 * @throws Error when the archive says none
 */
export async function configurationOfArchive(archive: File): Promise<string> {
  const manifest = await dag
    .container()
    .from(images.node)
    .withMountedFile('/scan/image.tar', archive)
    .withExec(within(300, ['tar', '-xOf', '/scan/image.tar', 'manifest.json']))
    .stdout();
  const digest = configurationDigest(manifest);
  if (digest === undefined) throw new Error(`the image's archive names no configuration: ${manifest}`);
  return digest;
}
