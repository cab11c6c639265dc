import { shareOf, type SourceFiles, someOf } from '../../project/files.ts';
import type { Completeness } from '../../tools/tool-gate.ts';

/**
 * The files that a search for secrets checked: every text file that the project does not leave out.
 * @param skip files and folders in `scan.skip` of `pipeline.json`
 */
export function secretScope({ files, binary }: SourceFiles, skip: readonly string[]): Completeness {
  const isSkipped = (path: string): boolean =>
    skip.some((place) => path === place || path.startsWith(`${place}/`));
  const unread = binary.filter((path) => !isSkipped(path));
  const looked = files.filter((path) => !isSkipped(path)).length - unread.length;
  return {
    scope: `${shareOf(looked, files.length)} of the source`,
    nothing: looked === 0,
    notes:
      unread.length === 0 ? [] : [`binary files are not searched for secrets: ${someOf([...unread].sort())}`],
  };
}
