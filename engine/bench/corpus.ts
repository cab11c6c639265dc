/**
 * What the pipeline says of other projects: `npm run corpus -- FOLDER...`. Each folder is a project of its own; its
 * package.json is at its top. For each, `plan`, `report` and `ci` are called; a table has the outcome of every gate, and
 * below it stand the reasons. The reports stay in `out/corpus/NAME`.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import { call } from './copy.ts';
import type { Ran } from './measure.ts';

const root = resolve(import.meta.dirname, '../..');

const Verdict = z.object({
  outcome: z.string(),
  exitCode: z.number(),
  gates: z.array(z.object({ gate: z.string(), outcome: z.string(), reason: z.string() })),
  notConfigured: z.array(z.object({ gate: z.string(), reason: z.string() })),
});

/** A gate in a project: its outcome, or `not configured`, and why. */
interface GateOutcome {
  readonly gate: string;
  readonly outcome: string;
  readonly reason: string;
}

interface Tried {
  readonly name: string;
  readonly plan: Ran;
  readonly report: Ran;
  readonly ci: Ran;
  /** Empty where there was no report. */
  readonly gates: readonly GateOutcome[];
}

async function tryProject(folder: string): Promise<Tried> {
  const name = basename(folder);
  const out = join(root, 'out/corpus', name);
  mkdirSync(out, { recursive: true });
  const ask = (...args: string[]): Promise<Ran> => call(root, '--source', folder, ...args);
  const plan = await ask('plan');
  writeFileSync(join(out, 'plan.txt'), plan.output);
  const report = await ask('report', 'export', '--path', join(out, 'report'));
  const ci = await ask('ci');
  writeFileSync(join(out, 'ci.txt'), ci.output);
  return { name, plan, report, ci, gates: report.exitCode === 0 ? gatesIn(join(out, 'report')) : [] };
}

function gatesIn(report: string): GateOutcome[] {
  const verdict = Verdict.parse(JSON.parse(readFileSync(join(report, 'verdict.json'), 'utf8')));
  const left = verdict.notConfigured.map((one) => ({ ...one, outcome: 'not configured' }));
  return [...verdict.gates, ...left];
}

const short: Readonly<Record<string, string>> = {
  passed: 'passed',
  failed: 'RED',
  unavailable: 'unav.',
  'not configured': '-',
};

/** A row a project: exit code of `ci`, seconds of report and ci, then each gate. */
function tableOf(tried: readonly Tried[]): string {
  const gates = [...new Set(tried.flatMap((one) => one.gates.map(({ gate }) => gate)))];
  const rows = tried.map(({ name, report, ci, gates: found }) => [
    name,
    String(ci.exitCode),
    (report.durationMs / 1000).toFixed(0),
    (ci.durationMs / 1000).toFixed(0),
    ...gates.map((gate) => short[found.find((one) => one.gate === gate)?.outcome ?? ''] ?? ''),
  ]);
  const all = [['project', 'exit', 'report s', 'ci s', ...gates], ...rows];
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}

/** What was found of a project, and why each gate ended as it did; the call's own words where there is no report. */
function reasonsOf({ name, plan, ci, gates }: Tried): string {
  const [found = ''] = plan.output.split('What would run:');
  const why = gates.map(({ gate, outcome, reason }) => `  ${gate}: ${outcome}: ${reason}`);
  const words = gates.length === 0 ? [ci.output.trim().slice(-2000)] : why;
  return [`== ${name}`, found.trim(), ...words].join('\n');
}

const folders = process.argv.slice(2).map((folder) => resolve(folder));
if (folders.length === 0) {
  console.error('corpus: expected folders of projects: npm run corpus -- ../a ../b');
  process.exit(2);
}
const tried: Tried[] = [];
for (const folder of folders) tried.push(await tryProject(folder));
console.log([tableOf(tried), ...tried.map(reasonsOf)].join('\n\n'));
