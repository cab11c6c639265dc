import type { Text } from '../../verdict/figures.ts';
import type { JsonCursor } from '../../verdict/json.ts';
import { sectionAt, textsAt } from './readers.ts';

/** Settings of the semgrep gate. */
export interface SemgrepSettings {
  /** Patterns, relative to the source, of files that Semgrep ignores, such as samples of bad code. Default none. */
  readonly exclude: readonly Text[];
}

/** Reads the settings of the semgrep gate. */
export function semgrepAt(place: JsonCursor): SemgrepSettings {
  return { exclude: sectionAt(place, ['exclude']).at('exclude').optional(textsAt) ?? [] };
}
