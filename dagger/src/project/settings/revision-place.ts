import type { Text } from '../../verdict/figures.ts';
import type { JsonCursor } from '../../verdict/json.ts';
import { sectionAt } from './readers.ts';

/** Place of the revision in the answer of the health path: one of the two. */
export interface RevisionPlace {
  /** JSON pointer (RFC 6901) into the body: `/build/commit`. */
  readonly pointer?: Text;
  /** Name of a header. */
  readonly header?: Text;
}

/** Reads the place of the revision. */
export function revisionPlaceAt(place: JsonCursor): RevisionPlace {
  const section = sectionAt(place, ['pointer', 'header']);
  const pointer = section.at('pointer').optional((path) => {
    const text = path.filledText();
    if (!text.startsWith('/')) throw path.mismatch('a JSON pointer, such as /build/commit');
    return text;
  });
  const header = section.at('header').optional((name) => name.filledText());
  if ((pointer === undefined) === (header === undefined)) {
    throw place.mismatch('pointer or header, one of the two');
  }
  return pointer === undefined ? { ...(header === undefined ? {} : { header }) } : { pointer };
}
