import type { JsonCursor } from '../../verdict/json.ts';
import { numberAt, sectionAt } from './readers.ts';

/** Settings of the image gate. */
export interface ImageSettings {
  /**
   * Seconds after which a build of the image counts as hung. Default 1800.
   * @minimum 1
   * @maximum 7200
   */
  readonly timeoutSeconds: number;
}

/** Reads the settings of the image gate. */
export function imageAt(place: JsonCursor): ImageSettings {
  const section = sectionAt(place, ['timeoutSeconds']);
  return { timeoutSeconds: section.at('timeoutSeconds').optional(numberAt({ from: 1, to: 7200 })) ?? 1800 };
}
