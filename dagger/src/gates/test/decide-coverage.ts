import { parseCoverage } from './coverage.ts';
import { unavailable } from '../../verdict/evidence.ts';
import type { Finding } from '../../verdict/finding.ts';
import type { JsonCursor } from '../../verdict/json.ts';
import { readIf } from '../../verdict/json-text.ts';
import type { Decision } from '../../verdict/model.ts';
import { plainLine } from '../../verdict/plain-text.ts';

/** The coverage of a test run; a report that was not written is absent. */
export interface CoverageEvidence {
  /** `coverage-summary.json`. */
  readonly coverage: string | undefined;
  /** `coverage-scope.json`: the files that count. */
  readonly scope?: string | undefined;
}

/** Decides on the coverage of tests that passed. @param tests their number, in words */
export function decideCoverage(
  tests: string,
  { coverage: text, scope, tool }: CoverageEvidence & { readonly tool: string },
  required: number,
): Decision {
  const report = parseCoverage({ text: text ?? '' });
  if (text === undefined && required === 0)
    return { outcome: 'passed', reason: tests, findings: [], notes: ['the coverage is not measured'] };
  if (text === undefined && scopeOf(scope)?.by === 'command')
    return unavailable(`${tests}, but ${unmeasured}`);
  if (!report.ok) return unavailable(`${tests}, but there is no coverage that can be read: ${report.reason}`);
  const { coverage } = report.facts;
  const lines = `${coverage.lines.toFixed(1)} % of ${scopeWords(scope)}`;
  if (coverage.lines >= required) {
    const isOwn = scopeOf(scope)?.by === 'command';
    const notes = isOwn ? { notes: [onlyMeasured] } : {};
    return { outcome: 'passed', reason: `${tests}, ${lines} covered`, findings: [], ...notes };
  }
  const finding: Finding = {
    tool,
    rule: 'coverage-lines',
    severity: 'HIGH',
    message: `${lines} are covered, ${String(required)} % are required`,
    fix: 'Test what was added; the coverage report names the lines.',
  };
  return { outcome: 'failed', reason: `${tests}, but ${finding.message}`, findings: [finding] };
}

/**
 * The scope of the coverage, in words: files that the project or an argument names, all sources, or the runner's own
 * choice.
 */
function scopeWords(text: string | undefined): string {
  const { by, include = [] } = scopeOf(text) ?? {};
  if (by === 'command') return 'the measured lines';
  const named = include.map((pattern) => plainLine(pattern, 80));
  if (by === undefined || by === 'runner' || named.length === 0) return 'lines';
  const what = by === 'default' ? 'the lines of the sources' : 'the lines of';
  return `${what} ${named.slice(0, 3).join(', ')}${named.length > 3 ? ', ...' : ''}`;
}

/** What a coverage that the project's own command measures does not say. */
const onlyMeasured =
  "the coverage is that of the files which the project's own command measured: sources that no test loads may be missing";

/** What to do where a command of the project's own left no coverage. */
const unmeasured =
  'there is no coverage: name the lcov.info or coverage-summary.json that the command writes as test.coverage in pipeline.json, or set coverage.lines to 0 to go without';

function scopeOf(text: string | undefined): ReturnType<typeof scopeAt> | undefined {
  return readIf(text ?? '', scopeAt);
}

function scopeAt(scope: JsonCursor): { by: string | undefined; include: string[] } {
  return {
    by: scope.at('by').optionalText(),
    include: scope
      .at('include')
      .optionalItems()
      .map(({ value }) => String(value)),
  };
}
