import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { call, onCopy } from './copy.ts';
import { type Figure, failureOf, type Ran } from './measure.ts';

/** What whole runs of the pipeline cost. */
export interface PipelineFigures {
  /** Of the runs that did what they should; a run that failed at once would be a fast one. */
  readonly figures: readonly Figure[];
  /** The runs that failed, each with the end of what it said. */
  readonly failures: readonly string[];
  /** The time of each stage after a change. */
  readonly stages: string;
}

/**
 * Measures on a copy of the repository at its last commit. The engine's cache is emptied first, base images apart:
 * what a first run costs is a figure as well.
 */
export function pipelineFigures(): Promise<PipelineFigures> {
  return onCopy(measure);
}

/** As `npm run ci`: what needs services that a closed network has not may be missing, the same in each run. */
const ci = ['ci', '--allow-unavailable', 'codeql,audit,scan-vulnerabilities'];

async function measure(copy: string): Promise<PipelineFigures> {
  const emptied = await call(copy, 'prune');
  const first = await call(copy, ...ci);
  const warm = await call(copy, ...ci);
  const changed = join(copy, 'service/src/main.ts');
  appendFileSync(changed, '\n// A line of the benchmark.\n');
  const lint = await call(copy, 'lint');
  appendFileSync(changed, '// And another one.\n');
  const whole = await call(copy, ...ci);
  const runs = { prune: emptied, 'the first ci': first, 'ci, nothing changed': warm, lint, ci: whole };
  const stages = stagesOf(whole.output);
  return {
    figures: [
      ...(emptied.exitCode === 0 ? took('`ci` with empty caches', first, { limit: 240_000 }) : []),
      ...took('`ci`, nothing changed', warm, { limit: 5000, dagger: 'function from cache 500' }),
      ...took('`lint` after a change of a line', lint, { limit: 10_000, dagger: 'trivial check 7700' }),
      ...(whole.exitCode === 0 ? afterChange(whole, stages) : []),
      memory([first, warm, lint, whole]),
    ],
    failures: Object.entries(runs).flatMap(([name, ran]) => failureOf(name, ran)),
    stages: `ci after a change (exit code ${whole.exitCode}):\n${stages.map(stageLine).join('\n')}`,
  };
}

/** How long a run took; nothing of one that failed. */
function took(name: string, ran: Ran, about: Pick<Figure, 'limit' | 'dagger'>): Figure[] {
  return ran.exitCode === 0 ? [{ name, value: ran.durationMs, ...about }] : [];
}

function afterChange(whole: Ran, stages: readonly StageTime[]): Figure[] {
  const critical = criticalPath(stages);
  const smoke = stages.find(({ name }) => name === 'smoke');
  return [
    {
      name: '`ci` after it, beside its critical path',
      value: whole.durationMs,
      limit: critical * 1.15,
      byHand: critical,
    },
    ...(smoke === undefined ? [] : [{ name: 'its gate `smoke`', value: smoke.ms, limit: 5000 }]),
  ];
}

function memory(runs: readonly Ran[]): Figure {
  const value = Math.max(...runs.map(({ peakMb }) => peakMb));
  return { name: 'memory of the engine, MB', value, limit: 300, dagger: '1100' };
}

const stageLine = ({ name, state, ms }: StageTime): string =>
  `  ${name.padEnd(24)} ${String(ms).padStart(8)} ms  ${state}`;

interface StageTime {
  readonly name: string;
  readonly state: string;
  readonly ms: number;
}

/** The lines of progress: `lint ... passed 3.2 s`, `test ... passed 2 m 5 s`. */
function stagesOf(output: string): StageTime[] {
  const lines = output.matchAll(/^(\S+) \.\.\. (\S+) (?:(\d+) m )?([\d.]+) s$/gm);
  return [...lines].map(([, name = '', state = '', minutes = '0', seconds = '0']) => ({
    name,
    state,
    ms: Math.round((Number(minutes) * 60 + Number(seconds)) * 1000),
  }));
}

/** What must follow one another: the longest gate of the sources, the image, the longest of those that need it. */
function criticalPath(stages: readonly StageTime[]): number {
  const longest = (names: RegExp): number =>
    Math.max(0, ...stages.filter(({ name }) => names.test(name)).map(({ ms }) => ms));
  return (
    longest(/^(lint|semgrep|codeql|audit|test|dockerfile)$/) + longest(/^image$/) + longest(/^(scan|smoke)/)
  );
}
