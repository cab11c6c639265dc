import type { Text } from '../../verdict/figures.ts';
import type { JsonCursor } from '../../verdict/json.ts';
import { sectionAt } from './readers.ts';

/** Place of the revision in the answer of the health path: one of the two. */
export interface RevisionPlace {
  /** JSON pointer (RFC 6901) into the body: `/build/commit`. */
  readonly json?: Text;
  /** Name of a header. */
  readonly header?: Text;
}

/** Reads the place of the revision. */
export function revisionPlaceAt(place: JsonCursor): RevisionPlace {
  const section = sectionAt(place, ['json', 'header']);
  const json = section.at('json').optional((pointer) => {
    const text = pointer.filledText();
    if (!text.startsWith('/')) throw pointer.mismatch('a JSON pointer, such as /build/commit');
    return text;
  });
  const header = section.at('header').optional((name) => name.filledText());
  if ((json === undefined) === (header === undefined)) throw place.mismatch('json or header, one of the two');
  return json === undefined ? { ...(header === undefined ? {} : { header }) } : { json };
}
