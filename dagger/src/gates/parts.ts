import { someOf } from '../project/files.ts';
import { pathIn } from '../project/workspace.ts';
import { combine } from '../tools/tool-gate.ts';
import type { Finding } from '../verdict/finding.ts';
import type { Decision, Outcome } from '../verdict/model.ts';

/** A gate's decision on one part of a project, such as a workspace. */
export interface PartDecision {
  /** Path of the part in the project; `.` for the top. */
  readonly folder: string;
  /** Tools that were to check it: what an unavailable part says nothing of. */
  readonly tools: readonly string[];
  readonly decision: Decision;
}

/** The decision on a whole project. That of the top alone is the whole. */
export function decideParts(parts: readonly PartDecision[]): Decision {
  const [first] = parts;
  if (first !== undefined && parts.length === 1 && first.folder === '.') return first.decision;
  const joined = combine(parts.map((part) => [part.folder, placed(part)]));
  return {
    ...joined,
    reason: reasonOf(parts, joined.outcome),
    parts: parts.map(({ folder, decision: { outcome, reason } }) => ({ folder, outcome, reason })),
  };
}

function reasonOf(parts: readonly PartDecision[], outcome: Outcome): string {
  const all = `${String(parts.length)} parts`;
  if (outcome === 'passed') return `${all} passed: ${someOf(parts.map(({ folder }) => folder))}`;
  const of = (wanted: Outcome): readonly string[] =>
    parts.filter(({ decision }) => decision.outcome === wanted).map(({ folder }) => folder);
  const said = (folders: readonly string[], how: string): string[] =>
    folders.length === 0 ? [] : [`${String(folders.length)} of ${all} ${how}: ${someOf(folders)}`];
  return [...said(of('failed'), 'failed'), ...said(of('unavailable'), 'could not be checked')].join('; ');
}

/** The decision on a part as the project sees it: files have the part's folder in their paths, and notes name it. */
function placed({ folder, tools, decision }: PartDecision): Decision {
  const { tolerated, suppressed, notes, unchecked } = decision;
  const inside = (findings: readonly Finding[]): Finding[] => findings.map((one) => placedIn(folder, one));
  const missing = unchecked ?? (decision.outcome === 'unavailable' ? tools : undefined);
  return {
    ...decision,
    findings: inside(decision.findings),
    ...(tolerated === undefined ? {} : { tolerated: inside(tolerated) }),
    ...(suppressed === undefined ? {} : { suppressed: inside(suppressed) }),
    ...(notes === undefined ? {} : { notes: notes.map((note) => `${folder}: ${note}`) }),
    ...(missing === undefined ? {} : { unchecked: missing }),
  };
}

function placedIn(folder: string, finding: Finding): Finding {
  const { file, message } = finding;
  if (file !== undefined) return { ...finding, file: fileIn(folder, file) };
  return folder === '.' ? finding : { ...finding, message: `${folder}: ${message}` };
}

/**
 * The path of a file in the project. Tools name a file from the folder that they run in, or by its whole path, of which
 * the parser has left the path in the project.
 */
export function fileIn(folder: string, file: string): string {
  return folder === '.' || file.startsWith(`${folder}/`) ? file : pathIn(folder, file);
}
