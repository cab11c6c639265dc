import { carriedBy } from '../verdict/baseline-words.ts';
import type { Finding } from '../verdict/finding.ts';
import type { Verdict } from '../verdict/model.ts';
import { worstFirst } from './words.ts';
import { levels, rulesOf, score } from './sarif-rules.ts';

/** Most results that GitHub accepts per run of a tool. */
export const sarifLimit = 25_000;

/** Options of a SARIF file. */
export interface SarifWriterOptions {
  /** The tool: name of the driver and of the category. */
  readonly tool: string;
  readonly version?: string;
  /** Findings that are not red, below the threshold or excepted; written with an external suppression (3.27.23). */
  readonly tolerated?: readonly Finding[];
  /** Findings that the project's baseline carries; written with an external suppression, and this justification. */
  readonly carried?: { readonly findings: readonly Finding[]; readonly justification: string };
  /** Findings that comments in the source suppress; written with a suppression in the source. */
  readonly suppressed?: readonly Finding[];
  /** Most results that are written, worst first. Default 25,000. */
  readonly limit?: number;
  /** File of a finding without one, because GitHub refuses a result without a place. Default `package.json`. */
  readonly place?: string;
}

/** One SARIF 2.1.0 log with one run and category, for a tool that does not write one itself. */
export function renderSarif(findings: readonly Finding[], options: SarifWriterOptions): string {
  const { tool, version, tolerated = [], suppressed: silenced = [], place = 'package.json' } = options;
  const { limit = sarifLimit, carried } = options;
  const all = [
    ...worstFirst(findings).map((finding) => ({ finding })),
    ...worstFirst(carried?.findings ?? []).map((finding) => ({
      finding,
      suppressed: { kind: 'external', justification: carried?.justification ?? '' } as const,
    })),
    ...worstFirst(tolerated).map((finding) => ({ finding, suppressed: belowThreshold })),
    ...silenced.map((finding) => ({ finding, suppressed: byTheSource })),
  ].slice(0, limit);
  const rules = rulesOf(all.map(({ finding }) => finding));
  const indexes = new Map(rules.map((rule, index) => [rule.id, index]));
  const run = {
    tool: { driver: { name: tool, ...(version === undefined ? {} : { version }), rules } },
    automationDetails: { id: `${tool}/` },
    columnKind: 'utf16CodeUnits',
    results: all.map((one) => resultOf(one, { place, index: indexes.get(one.finding.rule) ?? 0 })),
  };
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/**
 * File name (`eslint.sarif`) and SARIF log for each tool, including tools without findings: an empty log closes old
 * alerts. Do not pass a tool whose gate did not finish, because its alerts would be closed unchecked.
 * @param tools the tools to write; others have a log of their own
 */
export function renderSarifFiles(verdict: Verdict, tools: readonly string[]): ReadonlyMap<string, string> {
  const of = (tool: string, findings: readonly Finding[]): Finding[] =>
    findings.filter((finding) => finding.tool === tool);
  const red = verdict.gates.flatMap((gate) => gate.findings);
  const tolerated = verdict.gates.flatMap((gate) => gate.tolerated ?? []);
  const carried = verdict.gates.flatMap((gate) => gate.carried ?? []);
  const justification = carriedBy(verdict.baseline);
  const silenced = verdict.gates.flatMap((gate) => gate.suppressed ?? []);
  return new Map(
    tools.map((tool) => [
      `${tool}.sarif`,
      renderSarif(of(tool, red), {
        tool,
        tolerated: of(tool, tolerated),
        carried: { findings: of(tool, carried), justification },
        suppressed: of(tool, silenced),
      }),
    ]),
  );
}

/** Why a result is no alert, and where that is said: in the pipeline's settings, or in the source itself (3.35). */
interface Suppression {
  readonly kind: 'external' | 'inSource';
  readonly justification: string;
}

const belowThreshold: Suppression = { kind: 'external', justification: 'below the threshold or excepted' };
const byTheSource: Suppression = { kind: 'inSource', justification: 'by the source' };

/** A finding, and its suppression if it has one. */
interface Reported {
  readonly finding: Finding;
  readonly suppressed?: Suppression;
}

interface ResultOptions {
  readonly place: string;
  readonly index: number;
}

function resultOf({ finding, suppressed }: Reported, { place, index }: ResultOptions): object {
  const region = {
    startLine: finding.line ?? 1,
    ...(finding.column === undefined ? {} : { startColumn: finding.column }),
  };
  const artifactLocation = { uri: uriOf(finding.file ?? place), uriBaseId: '%SRCROOT%' };
  return {
    ruleId: finding.rule,
    ruleIndex: index,
    level: levels[finding.severity],
    message: { text: escapeMessage(finding.message) },
    locations: [{ physicalLocation: { artifactLocation, region } }],
    properties: score(finding),
    ...(suppressed === undefined ? {} : { suppressions: [suppressed] }),
  };
}

/** A message in which text that looks like an embedded link, `[text](1)`, is escaped by a backslash (3.11.6). */
function escapeMessage(text: string): string {
  return text.toWellFormed().replace(/\[(?=[^[\]\\]{0,500}\]\(\d{1,6}\))/g, '\\[');
}

/** A path as a relative URI reference: each segment percent-encoded (RFC 3986). */
function uriOf(file: string): string {
  return file.toWellFormed().split('/').map(encodeURIComponent).join('/');
}
