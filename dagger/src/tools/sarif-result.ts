import type { Finding, Severity } from '../verdict/finding.ts';
import { relativePath } from './answer.ts';
import type { JsonCursor } from '../verdict/json.ts';
import { makeFinding, weaknesses } from './make-finding.ts';
import type { RuleBook } from './sarif-rules.ts';
import { ruleIdOf } from './sarif-rules.ts';
import { severityAt, severityOfScore } from './severity.ts';

/** The context of a result: its run, its rules, and the tool. */
export interface ResultContext {
  readonly tool: string;
  readonly root: string;
  readonly run: JsonCursor;
  readonly book: RuleBook;
}

/** A finding, and whether it is suppressed. */
export interface ResultReading {
  readonly finding: Finding;
  readonly suppressed: boolean;
}

/** Kinds of result that are a problem (3.27.9). */
const wrong = ['fail', 'open', 'review'];

/** Reads one result; undefined if it is no problem, or an old finding that is gone. */
export function resultOf(result: JsonCursor, context: ResultContext): ResultReading | undefined {
  if (!wrong.includes(result.at('kind').optionalText() ?? 'fail')) return undefined;
  if (result.at('baselineState').optionalText() === 'absent') return undefined;
  const rule = context.book.find(result);
  const id = ruleIdOf(result) ?? rule?.at('id').text();
  if (id === undefined) throw result.at('ruleId').mismatch('a rule');
  const message = messageOf(result.at('message'), rule);
  const finding = makeFinding({
    tool: context.tool,
    rule: id,
    severity: severityOf(result, rule),
    message,
    ...locationOf(result, context),
    fix: helpOf(rule, message),
    url: rule?.at('helpUri').optionalText(),
    tags: weaknesses(tagsOf(rule)),
  });
  return { finding, suppressed: isSuppressed(result) };
}

/** The score, where the rule has one (GitHub's security-severity), else the level (3.27.10). */
function severityOf(result: JsonCursor, rule: JsonCursor | undefined): Severity {
  for (const place of [result, rule]) {
    const score = place?.at('properties').at('security-severity');
    if (score?.exists === true) return severityOfScore(scoreOf(score));
  }
  const level = [result.at('level'), rule?.at('defaultConfiguration').at('level')].find(
    (place) => place?.exists,
  );
  return level === undefined ? 'MEDIUM' : severityAt('sarif', level);
}

function scoreOf(place: JsonCursor): number {
  const text = typeof place.value === 'number' ? String(place.value) : place.text().trim();
  const score = text === '' ? Number.NaN : Number(text);
  if (!(score >= 0 && score <= 10)) throw place.mismatch('a score from 0 to 10');
  return score;
}

/** Any suppression holds, unless one of them is still, or for good, refused (3.27.23). */
function isSuppressed(result: JsonCursor): boolean {
  const suppressions = result.at('suppressions').optionalItems();
  const states = suppressions.map((suppression) => suppression.at('status').optionalText() ?? 'accepted');
  return states.length > 0 && states.every((state) => state === 'accepted');
}

/** Text with its placeholders filled (3.11.5) and embedded links, `[text](1)`, as their text, unless escaped (3.11.6). */
function messageOf(message: JsonCursor, rule: JsonCursor | undefined): string {
  const id = message.at('id').optionalText();
  const template = id === undefined ? undefined : rule?.at('messageStrings').at(id).at('text').optionalText();
  const text = message.at('text').optionalText() ?? template;
  if (text === undefined) throw message.at('text').mismatch('a text');
  const values = message.at('arguments').optionalItems();
  return text
    .slice(0, 20_000)
    .replace(/\{(\d{1,3})\}/g, (whole, index: string) => values[Number(index)]?.text() ?? whole)
    .replace(
      /(\\?)\[([^[\]\\]{0,500})\](\(\d{1,6}\))/g,
      (_whole, escaped: string, label: string, target: string) =>
        escaped === '' ? label : `[${label}]${target}`,
    );
}

function helpOf(rule: JsonCursor | undefined, message: string): string | undefined {
  const help =
    rule?.at('help').at('text').optionalText() ?? rule?.at('fullDescription').at('text').optionalText();
  return help === undefined || help.trim().startsWith(message.trim()) ? undefined : help;
}

function tagsOf(rule: JsonCursor | undefined): string[] {
  const tags = rule?.at('properties').at('tags').optionalItems() ?? [];
  return tags.map((tag) => tag.text());
}

function locationOf(
  result: JsonCursor,
  { run, root }: ResultContext,
): Pick<Finding, 'file' | 'line' | 'column'> {
  const physical = result.at('locations').optionalItems()[0]?.at('physicalLocation');
  if (physical?.exists !== true) return {};
  const uri = uriOf(physical.at('artifactLocation'), run);
  if (uri === undefined) return {};
  const line = physical.at('region').at('startLine').optionalNumber();
  const column = physical.at('region').at('startColumn').optionalNumber();
  return {
    file: relativePath(decodeUri(uri), root),
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
  };
}

/** A location by itself, or by its index in the run's list of artifacts (3.4.5). */
function uriOf(location: JsonCursor, run: JsonCursor): string | undefined {
  const uri = location.at('uri').optionalText();
  const index = location.at('index').optionalNumber();
  if (uri !== undefined || index === undefined) return uri;
  return run.at('artifacts').optionalItems()[index]?.at('location').at('uri').optionalText();
}

/** Percent-encoded as RFC 3986 has it; what is not well formed stays as it is. */
function decodeUri(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}
