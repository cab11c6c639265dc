/**
 * What a deployment costs, from the source to the proof: `npm run bench:deploy`. On a copy of the repository, with
 * caches that a first run has filled: once with nothing changed, so that the gates answer from cache, and once after a
 * line was changed. Where the time went is what `deployment.json` says of its steps.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { call, onCopy } from './copy.ts';
import { type Figure, type Ran, table } from './measure.ts';

const Deployment = z.object({
  outcome: z.string(),
  reason: z.string(),
  durationMs: z.number(),
  steps: z.array(z.object({ step: z.string(), startMs: z.number(), durationMs: z.number() })),
});

interface Deployed {
  readonly ran: Ran;
  /** Absent where a gate was red, or the run broke down. */
  readonly record: z.infer<typeof Deployment> | undefined;
}

/** As `npm run deploy`, as files. */
async function deploy(copy: string, name: string): Promise<Deployed> {
  const out = join(copy, '..', name);
  const gates = 'codeql,audit,scan-vulnerabilities';
  const ran = await call(copy, 'deploy-report', '--allow-unavailable', gates, 'export', '--path', out);
  return { ran, record: recordIn(out) };
}

function recordIn(folder: string): Deployed['record'] {
  try {
    return Deployment.parse(JSON.parse(readFileSync(join(folder, 'deployment.json'), 'utf8')));
  } catch (error) {
    console.error(`no record of a deployment: ${String(error)}`);
    return undefined;
  }
}

/** One step a line, with when it began: what overlaps was done at the same time. */
function stepLines(title: string, { ran, record }: Deployed): string {
  if (record === undefined)
    return `${title}: no record, exit code ${String(ran.exitCode)}\n${ran.output.slice(-2000)}`;
  const lines = record.steps.map(
    ({ step, startMs, durationMs }) =>
      `  ${step.padEnd(14)} from ${seconds(startMs)} for ${seconds(durationMs)}`,
  );
  return [`${title}: ${record.outcome}, ${record.reason}`, ...lines].join('\n');
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1).padStart(6)} s`;

function figure(name: string, { record }: Deployed, limit: number): Figure[] {
  return record?.outcome === 'passed' ? [{ name, value: record.durationMs, limit }] : [];
}

process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(143));

const { warm, changed } = await onCopy(async (copy) => {
  await deploy(copy, 'first');
  const again = await deploy(copy, 'warm');
  appendFileSync(join(copy, 'service/src/main.ts'), '\n// A line of the benchmark.\n');
  return { warm: again, changed: await deploy(copy, 'changed') };
});
const figures = [
  ...figure('`deploy` of an image that is built and scanned', warm, 90_000),
  ...figure('`ci` and `deploy` after a change of a line', changed, 180_000),
];
console.log(table(figures));
console.log(`\n${stepLines('nothing changed', warm)}\n\n${stepLines('a line changed', changed)}`);
if (figures.length < 2) process.exitCode = 1;
