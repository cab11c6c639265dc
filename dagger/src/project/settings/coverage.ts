import type { JsonCursor } from '../../verdict/json.ts';
import { numberAt, sectionAt } from './readers.ts';

/** Settings of the coverage. */
export interface CoverageSettings {
  /**
   * Lines that tests must cover, in per cent. Default 85.
   * @minimum 0
   * @maximum 100
   */
  readonly lines: number;
}

/** Reads the settings of the coverage. */
export function coverageAt(place: JsonCursor): CoverageSettings {
  const section = sectionAt(place, ['lines']);
  return { lines: section.at('lines').optional(numberAt({ from: 0, to: 100 })) ?? 85 };
}
