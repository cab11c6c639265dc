import { count as counted } from './evidence.ts';
import type { Day, Text } from './figures.ts';
import type { Finding } from './finding.ts';
import type { Decision } from './model.ts';
import { partsAfter } from './parts.ts';

/** A tool whose findings a baseline may carry. */
export type CarriedTool = string;

/** Findings of one rule in one file that were there when the baseline was made. */
export interface CarriedFindings {
  /** The tool that finds them, as its findings name it. */
  readonly tool: CarriedTool;
  /** The rule or advisory. */
  readonly rule: Text;
  /** Path relative to the project's folder; empty for findings without a file. */
  readonly file: string;
  /**
   * How many of them are carried. Where there are more, all of them are red.
   * @asType integer
   * @minimum 1
   */
  readonly count: number;
}

/** Findings that a project had when it took the pipeline over: they are carried, so that only what is new is red. */
export interface Baseline {
  /** Who answers for them. */
  readonly owner: Text;
  /** Last day on which they are carried, as YYYY-MM-DD. */
  readonly until: Day;
  readonly findings: readonly CarriedFindings[];
}

/**
 * Findings that are carried, counted by tool, rule and file: counts and not fingerprints, so that moved lines do not
 * matter, and a diff of this file can be read.
 * @title pipeline.baseline.json
 */
export interface BaselineFile extends Baseline {
  readonly $schema?: string;
}

/** What a gate's findings are carried by. */
export interface Carrying {
  /** Undefined for a project without a baseline. */
  readonly baseline: Baseline | undefined;
  /** Tools of the gate whose findings may be carried. */
  readonly tools: readonly string[];
  /** Whether the gate looks for flaws of security, whose CRITICAL findings need an exception of their own. */
  readonly isScanner: boolean;
  /** The day of the run, as YYYY-MM-DD. */
  readonly today: string;
}

/** A key for the group, the same for a finding and for the entry that carries it. */
export function groupKey({ tool, rule, file = '' }: Pick<Finding, 'tool' | 'rule' | 'file'>): string {
  return JSON.stringify([tool, rule, file]);
}

/** Rules under which linters name a file that they could not read: what else is wrong in it was not checked. */
const unreadRules = ['syntax', 'parse'];

/** Why a baseline may not carry a finding, with what to do; undefined where it may. */
export function neverCarried(
  { tool, rule, severity }: Pick<Finding, 'tool' | 'rule' | 'severity'>,
  { tools, isScanner }: Pick<Carrying, 'tools' | 'isScanner'>,
): string | undefined {
  if (!tools.includes(tool)) return 'is not of a tool whose findings a baseline carries: fix it';
  if (isScanner && severity === 'CRITICAL') {
    return 'is CRITICAL, which no baseline carries: fix it, or give it an exception of its own in pipeline.json';
  }
  return !isScanner && unreadRules.includes(rule)
    ? `means that ${tool} could not read the file, so that nothing in it was checked: mend it, or leave it out of the configuration of ${tool}`
    : undefined;
}

/** A baseline holds until the end of its last day, in UTC. */
export function isOver({ until }: Pick<Baseline, 'until'>, today: string): boolean {
  return today > until;
}

/**
 * A gate's decision with what the baseline carries taken out of its red findings. Where a file has more findings of a
 * rule than are carried, which of them are new cannot be known, so that all of them are red, as with ESLint's
 * suppressions (ESLint, "Bulk Suppressions"). A gate of which all findings are carried has passed, unless something
 * was not checked.
 */
export function carry(decision: Decision, carrying: Carrying): Decision {
  const { baseline, today } = carrying;
  if (baseline === undefined || isOver(baseline, today) || decision.findings.length === 0) return decision;
  const found = groupsOf(
    decision.findings.filter((finding) => neverCarried(finding, carrying) === undefined),
  );
  const matched = baseline.findings.flatMap((entry) => {
    const group = found.get(groupKey(entry));
    return group === undefined ? [] : [{ entry, group }];
  });
  const carried = new Set(matched.flatMap(({ entry, group }) => (group.length <= entry.count ? group : [])));
  const exceeded = matched.filter(({ entry, group }) => group.length > entry.count);
  return withCarried(decision, carried, [
    ...exceeded.map(({ entry, group }) => exceededNote(entry, group.length)),
    ...namedInVain(decision.findings, baseline, carrying),
  ]);
}

/** Findings that the baseline names and may not carry, each with the reason. */
function namedInVain(
  findings: readonly Finding[],
  baseline: Baseline,
  carrying: Pick<Carrying, 'tools' | 'isScanner'>,
): string[] {
  const named = new Set(baseline.findings.map(groupKey));
  return findings.flatMap((finding) => {
    const why = named.has(groupKey(finding)) ? neverCarried(finding, carrying) : undefined;
    return why === undefined ? [] : [`${groupWords(finding)} ${why}`];
  });
}

function withCarried(decision: Decision, carried: ReadonlySet<Finding>, notes: readonly string[]): Decision {
  const told = notes.length === 0 ? decision : { ...decision, notes: [...(decision.notes ?? []), ...notes] };
  if (carried.size === 0) return told;
  const { reason, findings, unchecked = [] } = decision;
  const red = findings.filter((finding) => !carried.has(finding));
  const words = `${reason}; the baseline carries ${String(carried.size)}`;
  const before = findings.filter((finding) => carried.has(finding));
  const parts = decision.parts === undefined ? {} : { parts: partsAfter(decision, red) };
  const kept = { ...told, ...parts, findings: red, carried: before, reason: words };
  if (red.length > 0) return kept;
  if (unchecked.length === 0) return { ...kept, outcome: 'passed' };
  return {
    ...kept,
    outcome: 'unavailable',
    reason: `could not check everything (${unchecked.join(', ')}): ${words}`,
  };
}

function exceededNote(entry: CarriedFindings, found: number): string {
  const are = (number: number): string => `${String(number)} ${number === 1 ? 'is' : 'are'}`;
  const { count } = entry;
  return `${groupWords(entry)}: ${counted(found, 'finding')}, ${are(count)} carried: ${are(found - count)} new`;
}

/** A group in words: `eslint no-var in src/a.ts`. */
export function groupWords({ tool, rule, file = '' }: Pick<Finding, 'tool' | 'rule' | 'file'>): string {
  return `${tool} ${rule}${file === '' ? '' : ` in ${file}`}`;
}

/** Findings by their group, in the order in which each group first occurs. */
export function groupsOf(findings: readonly Finding[]): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = groupKey(finding);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return groups;
}
