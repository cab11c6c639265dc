import { count } from '../../verdict/evidence.ts';
import { type SourceFiles, someOf } from '../../project/files.ts';
import type { Completeness } from '../../tools/tool-gate.ts';

/**
 * What a search for secrets looked at: every file that is text and that the project does not leave out.
 * @param skip files and folders that `scan.skip` of `pipeline.json` names
 */
export function secretScope({ files, binary }: SourceFiles, skip: readonly string[]): Completeness {
  const isSkipped = (path: string): boolean =>
    skip.some((place) => path === place || path.startsWith(`${place}/`));
  const looked = files.filter((path) => !binary.includes(path) && !isSkipped(path));
  const unread = binary.filter((path) => !isSkipped(path));
  const scope =
    looked.length === files.length
      ? count(files.length, 'file')
      : `${String(looked.length)} of ${count(files.length, 'file')}`;
  return {
    scope: `${scope} of the source`,
    nothing: looked.length === 0,
    notes:
      unread.length === 0
        ? []
        : [`binary files are not looked at for secrets: ${someOf([...unread].sort())}`],
  };
}
