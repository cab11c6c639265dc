import type { Exception } from '../../verdict/exceptions.ts';
import type { JsonCursor } from '../../verdict/json.ts';

/** An exception for a finding of one of some tools. */
export function exceptionAt(place: JsonCursor, tools: readonly string[]): Exception {
  place.only(['tool', 'id', 'reason', 'owner', 'expires']);
  return {
    tool: place.at('tool').oneOf(tools),
    id: place.at('id').filledText(),
    reason: place.at('reason').filledText(),
    owner: place.at('owner').filledText(),
    expires: dayAt(place.at('expires')),
  };
}

/** A day as YYYY-MM-DD (RFC 3339, full-date). */
function dayAt(place: JsonCursor): string {
  const day = place.filledText();
  const time = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  // Date.parse takes the 30th of February for the 2nd of March in some engines.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day) {
    throw place.mismatch('a day as YYYY-MM-DD');
  }
  return day;
}
