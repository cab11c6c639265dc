import { defaultRoot, type Parsed, unreadable } from '../../../tools/answer.ts';
import type { Evidence } from '../../../verdict/evidence.ts';
import { type LintAdapter, type ToolUse, without } from '../adapter.ts';
import { parsePrettier, type PrettierFacts } from '../prettier.ts';
import { decideScope, distinct, outputOf, unreadableOf } from '../reported.ts';

const codes = [0, 2];

/** The words of a Prettier command for each call: its program has another path in version 2. */
function prettierCommands({ version, calls }: ToolUse, option: string): string[][] {
  const program = isVersion2(version) ? 'bin-prettier.js' : 'bin/prettier.cjs';
  const given = calls.length === 0 ? [['.']] : calls.map(({ words }) => words);
  return given.map((words) => ['node', `node_modules/prettier/${program}`, option, ...words]);
}

/**
 * Prettier 2 and 3, on a copy of the source: it names each file that it checked only if it writes. Version 2 does not mark
 * the files that it left as they were, so that it is asked for the others first.
 */
export const prettier: LintAdapter = {
  needed: { name: 'prettier', major: 2, without: without('prettier') },
  commands: (use) => [
    ...prettierCommands(use, '--write').map((words) => ({ words, codes })),
    ...(isVersion2(use.version)
      ? prettierCommands(use, '--list-different').map((words) => ({ words, codes: [0, 1, 2] }))
      : []),
  ],
  fix: (use) => prettierCommands(use, '--write').map((words) => ({ words, codes })),
  decide(ran, { root = defaultRoot, scripts, scope, calls = 1 }) {
    const read = ran.slice(0, calls).map((written, index) => readCall(written, ran[calls + index], root));
    const good = read.flatMap(({ report }) => (report.ok ? [report] : []));
    const looked = [...new Set(good.flatMap(({ facts }) => facts.files))];
    const findings = distinct(good.flatMap((report) => report.findings));
    return [
      ...(good.length === 0 ? [] : [decideScope({ tool: 'prettier', looked, scripts, scope }, findings)]),
      ...read.flatMap(({ evidence, report }) =>
        report.ok ? [] : [unreadableOf('prettier', evidence, report)],
      ),
    ];
  },
};

/**
 * What a call has said.
 * @param different the list of what is not formatted, by version 2
 */
function readCall(
  written: Evidence,
  different: Evidence | undefined,
  root: string,
): { readonly evidence: Evidence; readonly report: Parsed<PrettierFacts> } {
  const unformatted = different?.stdout.split(/\r?\n/).filter((line) => line !== '');
  const output = {
    ...outputOf(written),
    stderr: written.stderr,
    ...(unformatted === undefined ? {} : { unformatted }),
  };
  const report = parsePrettier(output, { root });
  const broken = different?.broke === true ? different : written;
  const isBroken = report.ok && broken.broke === true;
  return { evidence: broken, report: isBroken ? unreadable('prettier', 'broke down') : report };
}

function isVersion2(version: string): boolean {
  return version.startsWith('2.');
}
