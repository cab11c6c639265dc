import { count, type Evidence } from '../../../verdict/evidence.ts';
import type { Decision } from '../../../verdict/model.ts';
import { type LintAdapter, type LintContext, type ToolUse, without } from '../adapter.ts';
import { lintedFiles, parseOxlint } from '../oxlint.ts';
import { decideReport, outputOf, unreadableOf } from '../reported.ts';
import { withScopeNote } from '../scope.ts';
import { partWarnings, withWarnings } from '../warnings.ts';

/** Packages are no part of the source, which says so to git alone. */
const program = ['node', 'node_modules/oxlint/bin/oxlint', '--ignore-pattern=node_modules'];

const codes = [0, 1];

/** oxlint, from its first versions on. Before version 1 its JSON has no number of files, so that it is asked twice. */
export const oxlint: LintAdapter = {
  needed: { name: 'oxlint', major: 0, without: without('oxlint') },
  commands: (use) =>
    callsOf(use).flatMap((words) => [
      { words: [...program, '--format=json', ...words], codes },
      { words: [...program, '--silent', ...words], codes },
    ]),
  fix: (use) => callsOf(use).map((words) => ({ words: [...program, '--fix', ...words], codes })),
  decide: (ran, context) =>
    ran.flatMap((listed, index) => {
      const counted = ran[index + 1];
      return index % 2 === 0 && counted !== undefined ? [decideCall(listed, counted, context)] : [];
    }),
};

function callsOf({ calls }: ToolUse): (readonly string[])[] {
  return calls.length === 0 ? [['.']] : calls.map(({ words }) => words);
}

function decideCall(
  listed: Evidence,
  counted: Evidence,
  { warningLimit, scope, outside = [] }: LintContext,
): Decision {
  const report = parseOxlint(outputOf(listed));
  if (!report.ok) return unreadableOf('oxlint', listed, report);
  const { findings, told } = partWarnings(report.findings, warningLimit);
  const decision = decideReport('oxlint', findings, count(lintedFiles(counted.stdout), 'file'));
  return withScopeNote(withWarnings(decision, told), { tool: 'oxlint', scope, outside });
}
