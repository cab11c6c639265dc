import { defaultRoot } from '../../../tools/answer.ts';
import { type LintAdapter, without } from '../adapter.ts';
import { parsePrettier } from '../prettier.ts';
import { decideScope, outputOf, unreadableOf } from '../reported.ts';

const codes = [0, 2];

/** The words of a Prettier command: its program has another path in version 2. */
function prettierCommand(version: string, ...words: readonly string[]): string[] {
  const program = isVersion2(version) ? 'bin-prettier.js' : 'bin/prettier.cjs';
  return ['node', `node_modules/prettier/${program}`, '.', ...words];
}

/**
 * Prettier 2 and 3, on a copy of the source: it names each file that it checked only if it writes. Version 2 does not mark
 * the files that it left as they were, so that it is asked for the others first.
 */
export const prettier: LintAdapter = {
  needed: { name: 'prettier', major: 2, without: without('prettier') },
  commands: ({ version }) => [
    { words: prettierCommand(version, '--write'), codes },
    ...(isVersion2(version)
      ? [{ words: prettierCommand(version, '--list-different'), codes: [0, 1, 2] }]
      : []),
  ],
  fix: ({ version }) => ({ words: prettierCommand(version, '--write'), codes }),
  decide([written, different], { root = defaultRoot, scripts }) {
    if (written === undefined) return [];
    const unformatted = different?.stdout.split(/\r?\n/).filter((line) => line !== '');
    const output = {
      ...outputOf(written),
      stderr: written.stderr,
      ...(unformatted === undefined ? {} : { unformatted }),
    };
    const report = parsePrettier(output, { root });
    const broken = different?.broke === true ? different : written;
    if (!report.ok || broken.broke === true) return [unreadableOf('prettier', broken, report)];
    return [decideScope({ tool: 'prettier', looked: report.facts.files, scripts }, report.findings)];
  },
};

function isVersion2(version: string): boolean {
  return version.startsWith('2.');
}
