import type { LintCall } from '../../project/facts/lint-calls.ts';
import { matchesGlob } from '../../project/facts/glob.ts';
import { plainLine } from '../../verdict/plain-text.ts';

/** What of the source a tool looks at, by the scripts of the project. */
export interface ToolScope {
  /** The paths, in words. */
  readonly paths: string;
  /** The scripts that say so: `scripts.lint`. */
  readonly by: string;
}

/** Paths that mean the whole source. */
const whole = new Set(['.', './', '**', '**/*', './**', './**/*']);

/** The scope of a tool; undefined where its calls take in the whole source. */
export function scopeOf(calls: readonly LintCall[]): ToolScope | undefined {
  if (calls.length === 0 || calls.some(isWhole)) return undefined;
  const names = [...new Set(calls.map(({ script }) => `scripts.${plainLine(script, 60)}`))];
  const paths = [...new Set(calls.flatMap((call) => call.paths))].map((path) => plainLine(path, 80));
  const more = paths.length > 4 ? ', ...' : '';
  return { paths: paths.slice(0, 4).join(', ') + more, by: names.join(' and ') };
}

function isWhole({ paths, patterns }: LintCall): boolean {
  return paths.length === 0 || paths.some((path) => whole.has(path) && !patterns.includes(path));
}

/**
 * The words of a call, with the files in place of what a shell replaces by them: there `**` is `*`, and a pattern that
 * matches nothing stays as it is (POSIX, "Pattern Matching Notation").
 * @param files paths of all files of the source
 */
export function expanded({ arguments: words, patterns }: LintCall, files: readonly string[]): string[] {
  return words.flatMap((word) => {
    if (!patterns.includes(word)) return [word];
    const pattern = word.replace(/^\.\//, '').replace(/\*{2,}/g, '*');
    const found = files.filter((path) => matchesGlob(pattern, path)).sort();
    return found.length === 0 ? [word] : found;
  });
}

/** Of some files those that no path of a scope names or contains. */
export function outside(calls: readonly LintCall[], files: readonly string[]): string[] {
  const paths = calls.flatMap((call) => call.paths).map((path) => path.replace(/^\.\/|\/$/g, ''));
  return files.filter(
    (file) => !paths.some((path) => file === path || file.startsWith(`${path}/`) || matchesGlob(path, file)),
  );
}
