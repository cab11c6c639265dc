import type { Text } from '../../verdict/figures.ts';
import type { JsonCursor } from '../../verdict/json.ts';
import { sectionAt, textsAt } from './readers.ts';

/** Settings of the licences gate. */
export interface LicenceSettings {
  /**
   * Licences that packages of the image may have, as SPDX names them. Default none; the gate licences runs only where gates
   * names it.
   */
  readonly allowed: readonly Text[];
}

/** Reads the settings of the licences gate. */
export function licencesAt(place: JsonCursor, isInUse: boolean): LicenceSettings {
  const named = sectionAt(place, ['allowed']).at('allowed');
  const allowed = named.optional(textsAt) ?? [];
  if (isInUse && allowed.length === 0) {
    throw named.mismatch('the licences that packages may have, because /gates names licences');
  }
  return { allowed };
}
