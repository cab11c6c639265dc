import type { Text } from '../../verdict/figures.ts';
import type { JsonCursor } from '../../verdict/json.ts';
import { flagAt, numberAt, pathsAt, sectionAt } from './readers.ts';

/** Settings of the scan gates. */
export interface ScanSettings {
  /** Ignores vulnerabilities that no version fixes. Default false. */
  readonly ignoreUnfixed: boolean;
  /**
   * Hours after which a vulnerability database is too old. Default 168.
   * @minimum 1
   * @maximum 8760
   */
  readonly maxDatabaseAgeHours: number;
  /** Files and directories, relative to the source, that are not scanned. Default none. */
  readonly skip: readonly Text[];
}

/** Reads the settings of the scan gates. */
export function scanAt(place: JsonCursor): ScanSettings {
  const section = sectionAt(place, ['ignoreUnfixed', 'maxDatabaseAgeHours', 'skip']);
  const hours = numberAt({ from: 1, to: 8760 });
  return {
    ignoreUnfixed: section.at('ignoreUnfixed').optional(flagAt) ?? false,
    maxDatabaseAgeHours: section.at('maxDatabaseAgeHours').optional(hours) ?? 168,
    skip: section.at('skip').optional(pathsAt) ?? [],
  };
}
