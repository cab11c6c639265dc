import { isDay } from '../../verdict/day.ts';
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
export function dayAt(place: JsonCursor): string {
  const day = place.filledText();
  if (!isDay(day)) throw place.mismatch('a day as YYYY-MM-DD');
  return day;
}
