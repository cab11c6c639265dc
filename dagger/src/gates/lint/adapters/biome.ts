import { count } from '../../../verdict/evidence.ts';
import { type LintAdapter, without } from '../adapter.ts';
import { checkedFiles, parseBiome } from '../biome.ts';
import { decideReport, outputOf, unreadableOf } from '../reported.ts';
import { partWarnings, withWarnings } from '../warnings.ts';

const program = ['node', 'node_modules/@biomejs/biome/bin/biome'];
const check = [...program, 'ci', '--colors=off'];
const codes = [0, 1];

/**
 * Biome: its linter, formatter and assists, as its configuration has them. No report of its own has both the findings and
 * the number of files, so that it is asked twice, which takes milliseconds.
 */
export const biome: LintAdapter = {
  needed: { name: '@biomejs/biome', major: 1, without: without('biome') },
  commands: () => [
    { words: [...check, '--reporter=gitlab', '--max-diagnostics=none', '.'], codes },
    { words: [...check, '--reporter=summary', '.'], codes },
  ],
  fix: () => ({ words: [...program, 'check', '--write', '.'], codes }),
  decide([listed, counted], { warningLimit }) {
    if (listed === undefined || counted === undefined) return [];
    const report = parseBiome(outputOf(listed));
    if (!report.ok) return [unreadableOf('biome', listed, report)];
    const { findings, told } = partWarnings(report.findings, warningLimit);
    const files = checkedFiles(`${counted.stdout}\n${counted.stderr}`);
    return [withWarnings(decideReport('biome', findings, count(files, 'file')), told)];
  },
};
