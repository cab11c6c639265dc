import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { z } from 'zod';
import { call } from './call.ts';
import type { Checkout } from './checkout.ts';

/** Milliseconds for one deployment: far more than it takes. */
export const deploymentMs = 10 * 60_000;

const checks = z.array(z.object({ check: z.string(), outcome: z.string() }));

/** What tests look at in deployment.json. */
const recordSchema = z.object({
  outcome: z.string(),
  exitCode: z.number(),
  reason: z.string(),
  durationMs: z.number(),
  baseline: z.boolean(),
  cluster: z.object({ kind: z.string(), namespace: z.string(), nodes: z.number().optional() }),
  version: z.object({ revision: z.string(), image: z.looseObject({ manifest: z.string().optional() }) }),
  previous: z.object({ revision: z.string() }).optional(),
  provedAt: z.string().optional(),
  leadTimeMs: z.number().optional(),
  steps: z.array(z.object({ step: z.string(), outcome: z.string(), durationMs: z.number() })),
  failure: z.object({ step: z.string(), rule: z.string() }).optional(),
  uncheckedGates: z.array(z.string()),
  proof: z
    .object({
      outcome: z.string(),
      checks,
      observations: z.object({
        probe: z.object({ failed: z.number().optional() }),
        drain: z.looseObject({ node: z.string().optional() }).optional(),
      }),
    })
    .optional(),
  rollback: z.object({ kind: z.string(), proof: z.object({ outcome: z.string() }).optional() }),
  pods: z.array(z.object({ pod: z.string(), description: z.string(), logs: z.string() })).optional(),
  notes: z.array(z.string()),
});

/** A deployment's record, as far as tests look at it. */
export type DeploymentRecord = z.infer<typeof recordSchema>;

/** What a deployment left. */
export interface Deployed {
  readonly record: DeploymentRecord;
  /** Files and folders of the report. */
  readonly files: readonly string[];
  readonly page: string;
  /** Gates and builds that ran, each as often as it did, in the order of their ends. */
  readonly ran: readonly string[];
}

/**
 * Deploys a checkout, says how it went, and reads what it leaves.
 *
 * @param where The links that select the cluster, such as `kind`.
 * @param flags Of the deployment itself.
 * @throws Error when the call failed, or left what is no record by the schema that is published for it
 */
export async function deploy(
  source: Pick<Checkout, 'folder'>,
  where: readonly string[],
  ...flags: readonly string[]
): Promise<Deployed> {
  const out = mkdtempSync(join(tmpdir(), 'deployed-'));
  try {
    const report = [...where, 'deployment', ...flags, 'report', 'export', '--path', out];
    const ended = await call('--source', source.folder, ...report);
    if (ended.exitCode !== 0) throw new Error(ended.stderr);
    const record = recordOf(readFileSync(join(out, 'deployment.json'), 'utf8'));
    process.stdout.write(`${words(record)}\n`);
    const page = readFileSync(join(out, 'index.html'), 'utf8');
    return { record, files: readdirSync(out), page, ran: ranIn(ended.stderr) };
  } finally {
    rmSync(out, { recursive: true });
  }
}

/** The spans that the command line tells the end of. */
function ranIn(progress: string): string[] {
  return [...progress.matchAll(/^ *(\S.*?) \.\.\. (?:passed|failed|unavailable)\b/gm)].map(
    ([, name = '']) => name,
  );
}

function recordOf(text: string): DeploymentRecord {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  const schema = new URL('../../dagger/deployment.schema.json', import.meta.url);
  const record: unknown = JSON.parse(text);
  if (!ajv.validate(JSON.parse(readFileSync(schema, 'utf8')) as object, record)) {
    throw new Error(`deployment.json is not what its schema says: ${ajv.errorsText()}`);
  }
  return recordSchema.parse(record);
}

function words({ outcome, durationMs, steps, reason }: DeploymentRecord): string {
  const seconds = (ms: number): string => (ms / 1000).toFixed(1);
  const parts = steps.map(({ step, durationMs: ms }) => `${step} ${seconds(ms)}`).join(', ');
  return `${outcome} after ${seconds(durationMs)} s (${parts}): ${reason}`;
}

/** How a check of the proof ended; undefined where it was not made. */
export function outcomeOf({ proof }: DeploymentRecord, check: string): string | undefined {
  return proof?.checks.find((one) => one.check === check)?.outcome;
}
