import type { Finding } from './finding.ts';
import type { Decision, PartResult } from './model.ts';

/**
 * The results of a gate's parts where some of its findings are carried: a part that was red has the outcome of a gate of
 * which nothing is red. It is unavailable where something was not checked, since that may have been in it.
 * @param red the findings that are left
 */
export function partsAfter(
  { parts = [], unchecked = [] }: Pick<Decision, 'parts' | 'unchecked'>,
  red: readonly Finding[],
): PartResult[] {
  const folders = parts.map(({ folder }) => folder);
  const isRed = new Set(red.map((finding) => folderOf(finding, folders)));
  return parts.map((part) => {
    if (part.outcome !== 'failed' || isRed.has(part.folder)) return part;
    const outcome = unchecked.length === 0 ? 'passed' : 'unavailable';
    return { ...part, outcome, reason: `${part.reason}; the baseline carries them` };
  });
}

/** The part that a finding is in: the innermost folder above its file, else the top. */
function folderOf({ file = '' }: Finding, folders: readonly string[]): string {
  const above = folders.filter((folder) => file.startsWith(`${folder}/`));
  return above.sort((one, other) => other.length - one.length)[0] ?? '.';
}
