import { defaultRoot } from '../../../tools/answer.ts';
import { count, type Evidence, unavailable } from '../../../verdict/evidence.ts';
import type { Decision } from '../../../verdict/model.ts';
import { type LintAdapter, without } from '../adapter.ts';
import { decideReport, outputOf, unreadableOf } from '../reported.ts';
import { parseTsc, type TscFacts } from '../tsc.ts';

/** Exit codes of a compiler: clean, errors, and those of build mode (ExitStatus in TypeScript's sources). */
export const compilerCodes = [0, 1, 2, 3, 4, 5];

/** The type checker of TypeScript. */
export const tsc = checker('tsc', { name: 'typescript', major: 4 });

/** The type checker of Vue, which is TypeScript's with an understanding of components. */
export const vueTsc = checker('vue-tsc', { name: 'vue-tsc', major: 1 });

/** Programs of the type checkers. */
export const compilers = {
  tsc: 'node_modules/typescript/bin/tsc',
  'vue-tsc': 'node_modules/vue-tsc/bin/vue-tsc.js',
} as const;

/** One of {@link compilers}. */
export type Compiler = keyof typeof compilers;

/** A type checker is run by `programs/typecheck`, which finds the configurations: it has no command over the whole source. */
function checker(tool: Compiler, { name, major }: { name: string; major: number }): LintAdapter {
  return {
    needed: { name, major, without: without(tool) },
    commands: () => [],
    decide: (ran, { root = defaultRoot }) => ran.map((evidence) => decideTypes(tool, evidence, root)),
  };
}

function decideTypes(tool: Compiler, evidence: Evidence, root: string): Decision {
  const report = parseTsc(outputOf(evidence), { tool, root });
  if (!report.ok) return unreadableOf(tool, evidence, report);
  const { configurations, files, incomplete } = report.facts;
  if (configurations.length === 0) {
    return unavailable(`${tool}: there is no tsconfig.json: add one, or ${without(tool)}`);
  }
  const decision = decideReport(tool, report.findings, count(files, 'file'));
  if (incomplete.length === 0) return { ...decision, ...beyond(tool, report.facts) };
  if (decision.outcome === 'failed') return { ...decision, unchecked: [tool], notes: incomplete };
  return unavailable(`${tool}: ${incomplete.slice(0, 3).join('; ')}`);
}

/** A note about sources that no tsconfig.json includes: that is the project's own choice. */
function beyond(tool: Compiler, { missed, configurations }: TscFacts): Pick<Decision, 'notes'> {
  if (missed <= 0) return {};
  const where =
    configurations.length === 1
      ? (configurations[0] ?? '')
      : `${String(configurations.length)} tsconfig.json files`;
  return { notes: [`${tool}: ${count(missed, 'TypeScript file')} not taken in by ${where}`] };
}
