import type { File } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import type { OtherImage } from '../stage/program-records.ts';
import { plainLine } from '../../verdict/plain-text.ts';

/** An image of others as an archive for the nodes, by the name that manifests give it. */
export interface OtherArchive {
  readonly name: string;
  readonly archive: File;
}

/** Images of others, as far as they could be had. */
export interface OtherArchives {
  readonly archives: readonly OtherArchive[];
  /** One sentence for each that could not be pulled; none where all are there. */
  readonly missing: readonly string[];
}

/** Longest part of an engine's words about an image, in UTF-16 code units. */
const longest = 300;

/** Pulls the images of others that manifests name, side by side. */
export async function otherArchives(images: readonly OtherImage[]): Promise<OtherArchives> {
  const pulled = await Promise.all(images.map(archiveOf));
  return {
    archives: pulled.flatMap((one) => (typeof one === 'string' ? [] : [one])),
    missing: pulled.flatMap((one) => (typeof one === 'string' ? [one] : [])),
  };
}

async function archiveOf({ reference, users }: OtherImage): Promise<OtherArchive | string> {
  try {
    const archive = await dag.container().from(reference).asTarball().sync();
    return { name: reference, archive };
  } catch (error) {
    const why = plainLine(error instanceof Error ? error.message : String(error), longest);
    return `${reference} of ${users.join(', ')} could not be pulled: ${why}`;
  }
}
