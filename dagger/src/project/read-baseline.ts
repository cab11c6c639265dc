import { parseJson } from './read-configuration.ts';
import { dayAt } from './settings/exception.ts';
import { type BaselineFile, type CarriedFindings, groupKey } from '../verdict/baseline.ts';
import { JsonCursor, present, ShapeError } from '../verdict/json.ts';
import { UsageError } from '../verdict/usage-error.ts';

/** Name of the baseline's file, in the project's folder. */
export const baselineFile = 'pipeline.baseline.json';

/**
 * Reads `pipeline.baseline.json`.
 * @param text the file's content
 * @param tools the tools whose findings may be carried
 * @throws UsageError naming the path in the file, what was expected and what was found
 */
export function parseBaseline(text: string, tools: readonly string[]): BaselineFile {
  try {
    return baselineAt(new JsonCursor(parseJson(text, baselineFile)), tools);
  } catch (error) {
    if (error instanceof ShapeError) throw new UsageError(`${baselineFile}: ${error.message}`);
    throw error;
  }
}

function baselineAt(root: JsonCursor, tools: readonly string[]): BaselineFile {
  root.only(['$schema', 'owner', 'until', 'findings']);
  return {
    ...present('$schema', root, (place) => place.text()),
    owner: root.at('owner').filledText(),
    until: dayAt(root.at('until')),
    findings: entriesAt(root.at('findings'), tools),
  };
}

function entriesAt(place: JsonCursor, tools: readonly string[]): CarriedFindings[] {
  const seen = new Set<string>();
  return place.list((entryPlace) => {
    const entry = carriedAt(entryPlace, tools);
    // Two entries could be the two sides of a merge: which one counts is for a person to say.
    if (seen.has(groupKey(entry))) throw entryPlace.mismatch('one entry for each tool, rule and file');
    seen.add(groupKey(entry));
    return entry;
  });
}

function carriedAt(place: JsonCursor, tools: readonly string[]): CarriedFindings {
  place.only(['tool', 'rule', 'file', 'count']);
  return {
    tool: place.at('tool').oneOf(tools),
    rule: place.at('rule').filledText(),
    file: place.at('file').text(),
    count: wholeAt(place.at('count')),
  };
}

function wholeAt(place: JsonCursor): number {
  const number = place.value;
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 1) return number;
  throw place.mismatch('a whole number of 1 or more');
}
