/**
 * What a deployment costs, from the source to the proof: `npm run bench:deploy`. On a copy of the repository, with
 * caches that a first run has filled: once with nothing changed, so that the gates answer from cache, and once after a
 * line was changed. Where the time went is what `verdict.json` says of the gates and `deployment.json` of its steps.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { call, onCopy } from './copy.ts';
import { type Figure, failureOf, type Ran, table } from './measure.ts';

const Deployment = z.object({
  outcome: z.string(),
  reason: z.string(),
  durationMs: z.number(),
  steps: z.array(z.object({ step: z.string(), startMs: z.number(), durationMs: z.number() })),
});

/** A gate that did not run has no time. */
const Verdict = z.object({
  gates: z.array(
    z.object({ gate: z.string(), startMs: z.number().optional(), durationMs: z.number().optional() }),
  ),
});

interface Deployed {
  readonly name: string;
  readonly ran: Ran;
  /** Absent where a gate was red, or the run broke down. */
  readonly record: z.infer<typeof Deployment> | undefined;
  readonly verdict: z.infer<typeof Verdict> | undefined;
}

/** As `npm run deploy`, as files. */
async function deploy(copy: string, name: string): Promise<Deployed> {
  const out = join(copy, '..', name);
  const gates = 'codeql,audit,scan-vulnerabilities';
  const ran = await call(
    copy,
    'kind',
    'deployment',
    '--allow-unavailable',
    gates,
    'report',
    'export',
    '--path',
    out,
  );
  const file = (path: string): string => join(out, path);
  return {
    name,
    ran,
    record: readAs(Deployment, file('deployment.json')),
    verdict: readAs(Verdict, file('verdict.json')),
  };
}

function readAs<T>(shape: z.ZodType<T>, path: string): T | undefined {
  try {
    return shape.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    console.error(`${path} cannot be read: ${String(error)}`);
    return undefined;
  }
}

/** One gate or step a line, with when it began: what overlaps was done at the same time. */
function timeLines(title: string, { record, verdict }: Deployed): string {
  const gates = (verdict?.gates ?? []).map((gate) => timeLine(gate.gate, gate));
  const steps = (record?.steps ?? []).map((step) => timeLine(step.step, step));
  const head = record === undefined ? 'no record' : `${record.outcome}, ${record.reason}`;
  return [`${title}: ${head}`, ...gates, ...steps].join('\n');
}

function timeLine(
  name: string,
  time: { startMs?: number | undefined; durationMs?: number | undefined },
): string {
  const { startMs, durationMs } = time;
  const when =
    startMs === undefined || durationMs === undefined
      ? 'did not run'
      : `from ${seconds(startMs)} for ${seconds(durationMs)}`;
  return `  ${name.padEnd(21)} ${when}`;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1).padStart(6)} s`;

function figure(name: string, deployed: Deployed, limit: number): Figure[] {
  const { record } = deployed;
  return record === undefined || failuresOf(deployed).length > 0
    ? []
    : [{ name, value: record.durationMs, limit }];
}

/** A run that broke down, or one that ended with its files and proved nothing. */
function failuresOf({ name, ran, record }: Deployed): string[] {
  const broken = failureOf(name, ran);
  if (broken.length > 0 || record?.outcome === 'passed') return broken;
  return [`${name}: ${record?.reason ?? 'a gate was red'}\n${ran.output.slice(-2000)}`];
}

process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(143));

const { first, warm, changed } = await onCopy(async (copy) => {
  const once = await deploy(copy, 'first');
  const again = await deploy(copy, 'warm');
  appendFileSync(join(copy, 'service/src/main.ts'), '\n// A line of the benchmark.\n');
  return { first: once, warm: again, changed: await deploy(copy, 'changed') };
});
const figures = [
  ...figure('`deploy` of an image that is built and scanned', warm, 90_000),
  ...figure('`ci` and `deploy` after a change of a line', changed, 180_000),
];
console.log(table(figures));
console.log(`\n${timeLines('nothing changed', warm)}\n\n${timeLines('a line changed', changed)}`);
const failures = [first, warm, changed].flatMap(failuresOf);
for (const failure of failures) console.error(`\n${failure}`);
// A limit that is missed is for the table to tell; a run that failed has measured nothing.
if (failures.length > 0) process.exitCode = 1;
