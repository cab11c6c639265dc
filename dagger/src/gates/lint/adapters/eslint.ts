import { withSuppressed } from '../../suppressions.ts';
import { defaultRoot } from '../../../tools/answer.ts';
import { type LintAdapter, type ToolUse, without } from '../adapter.ts';
import { parseEslint } from '../eslint.ts';
import { decideScope, distinct, outputOf, unreadableOf } from '../reported.ts';
import { partWarnings, withWarnings } from '../warnings.ts';

/** ESLint's program, called by path, so that a missing one gives its own error and never starts another tool. */
const program = ['node', 'node_modules/eslint/bin/eslint.js'];

/** Exit codes of ESLint: clean, and findings (ESLint, "Command Line Interface", exit codes). */
const codes = [0, 1];

/** The words that lint a folder. */
export function eslintCommand(folder: string, use: Pick<ToolUse, 'extensions'>): string[] {
  return [...program, folder, ...endings(use), '--format', 'json'];
}

function endings({ extensions }: Pick<ToolUse, 'extensions'>): string[] {
  return extensions.length === 0 ? [] : ['--ext', extensions.join(',')];
}

/** The words of each call, which say what is linted and how. */
function callsOf(use: Pick<ToolUse, 'extensions' | 'calls'>): string[][] {
  const whole = [...program, '.', ...endings(use)];
  return use.calls.length === 0 ? [whole] : use.calls.map(({ words }) => [...program, ...words]);
}

/** ESLint: one command, or one for each part that is linted by itself. The parts that could be read count as one. */
export const eslint: LintAdapter = {
  needed: { name: 'eslint', major: 7, without: without('eslint') },
  commands: (use) => callsOf(use).map((words) => ({ words: [...words, '--format', 'json'], codes })),
  fix: (use) => callsOf(use).map((words) => ({ words: [...words, '--fix'], codes })),
  decide(ran, { root = defaultRoot, scripts, warningLimit, scope }) {
    const read = ran.map((evidence) => ({ evidence, report: parseEslint(outputOf(evidence), { root }) }));
    const good = read.flatMap(({ report }) => (report.ok ? [report] : []));
    const bad = read.filter(({ report }) => !report.ok);
    const messages = distinct(good.flatMap((report) => report.findings));
    const { findings, told } = partWarnings(messages, warningLimit);
    const looked = [...new Set(good.flatMap((report) => report.facts.files))];
    const suppressed = good.flatMap((report) => report.facts.suppressed);
    const decision = withWarnings(decideScope({ tool: 'eslint', looked, scripts, scope }, findings), told);
    return [
      ...(good.length === 0 ? [] : [withSuppressed(decision, suppressed)]),
      ...bad.map(({ evidence, report }) => unreadableOf('eslint', evidence, report)),
    ];
  },
};
