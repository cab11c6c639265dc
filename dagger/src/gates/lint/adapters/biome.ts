import { count, type Evidence } from '../../../verdict/evidence.ts';
import type { Decision } from '../../../verdict/model.ts';
import { type LintAdapter, type LintContext, type ToolUse, without } from '../adapter.ts';
import { checkedFiles, parseBiome } from '../biome.ts';
import { decideReport, outputOf, unreadableOf } from '../reported.ts';
import { withScopeNote } from '../scope.ts';
import { partWarnings, withWarnings } from '../warnings.ts';

const program = ['node', 'node_modules/@biomejs/biome/bin/biome'];
const codes = [0, 1];

/**
 * Biome: its linter, formatter and assists, as its configuration has them. No report of its own has both the findings and
 * the number of files, so that it is asked twice, which takes milliseconds.
 */
export const biome: LintAdapter = {
  needed: { name: '@biomejs/biome', major: 1, without: without('biome') },
  commands: (use) =>
    callsOf(use).flatMap(({ command, words }) => {
      const check = [...program, command === 'check' ? 'ci' : command, '--colors=off'];
      return [
        { words: [...check, '--reporter=gitlab', '--max-diagnostics=none', ...words], codes },
        { words: [...check, '--reporter=summary', ...words], codes },
      ];
    }),
  fix: (use) =>
    callsOf(use).map(({ command, words }) => {
      const fixing = command === 'ci' ? 'check' : command;
      return { words: [...program, fixing, '--write', ...words], codes };
    }),
  decide: (ran, context) =>
    ran.flatMap((listed, index) => {
      const counted = ran[index + 1];
      return index % 2 === 0 && counted !== undefined ? [decideCall(listed, counted, context)] : [];
    }),
};

/** What is called: the project's own calls, else all that Biome does, over the whole source. */
function callsOf({ calls }: ToolUse): { readonly command: string; readonly words: readonly string[] }[] {
  const own = calls.map(({ command = 'ci', words }) => ({ command, words }));
  return own.length === 0 ? [{ command: 'ci', words: ['.'] }] : own;
}

function decideCall(
  listed: Evidence,
  counted: Evidence,
  { warningLimit, scope, outside = [] }: LintContext,
): Decision {
  const report = parseBiome(outputOf(listed));
  if (!report.ok) return unreadableOf('biome', listed, report);
  const { findings, told } = partWarnings(report.findings, warningLimit);
  const files = checkedFiles(`${counted.stdout}\n${counted.stderr}`);
  const decision = withWarnings(decideReport('biome', findings, count(files, 'file')), told);
  return withScopeNote(decision, { tool: 'biome', scope, outside });
}
