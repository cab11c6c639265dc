import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { call, onCopy } from './copy.ts';
import type { Figure } from './measure.ts';

/** What whole runs of the pipeline cost, on a copy of the repository at its last commit. */
export function pipelineFigures(): Promise<{ figures: Figure[]; stages: string }> {
  return onCopy(measure);
}

/** As `npm run ci`: what needs services that a closed network has not may be missing, the same in each run. */
const ci = ['ci', '--allow-unavailable', 'codeql,audit,scan-vulnerabilities'];

async function measure(copy: string): Promise<{ figures: Figure[]; stages: string }> {
  await call(copy, ...ci);
  const warm = await call(copy, ...ci);
  const changed = join(copy, 'service/src/main.ts');
  appendFileSync(changed, '\n// A line of the benchmark.\n');
  const lint = await call(copy, 'lint');
  appendFileSync(changed, '// And another one.\n');
  const whole = await call(copy, ...ci);
  const stages = stagesOf(whole.output);
  const critical = criticalPath(stages);
  const lines = stages.map(
    ({ name, state, ms }) => `  ${name.padEnd(24)} ${String(ms).padStart(8)} ms  ${state}`,
  );
  return {
    figures: [
      {
        name: '`ci`, nothing changed',
        value: warm.durationMs,
        limit: 5000,
        dagger: 'function from cache 500',
      },
      {
        name: '`lint` after a change of a line',
        value: lint.durationMs,
        limit: 10_000,
        dagger: 'trivial check 7700',
      },
      {
        name: '`ci` after it, beside its critical path',
        value: whole.durationMs,
        limit: critical * 1.15,
        byHand: critical,
      },
      {
        name: 'memory of the engine, MB',
        value: Math.max(warm.peakMb, lint.peakMb, whole.peakMb),
        limit: 300,
        dagger: '1100',
      },
    ],
    stages: `ci after a change (exit code ${whole.exitCode}):\n${lines.join('\n')}`,
  };
}

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
    longest(/^(lint|semgrep|codeql|audit|test|hadolint)$/) + longest(/^image$/) + longest(/^(scan|smoke)/)
  );
}
