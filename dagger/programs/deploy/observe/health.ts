/* Whether the service is answered through its Service, once its rollout is over. */
import { readFileSync } from 'node:fs';

import type { Observed } from '../../../src/deploy/proof/observed.ts';
import type { Offers } from '../../../src/deploy/proof/offers.ts';
import type { Health } from '../../../src/deploy/proof/traffic.ts';
import type { ServiceAddress } from '../../../src/deploy/proof/use-words.ts';
import type { UpdateSettings } from '../../../src/deploy/stage/program-settings.ts';
import { fieldsOf, parseJson } from '../../shared/json.ts';
import { inCompanion } from '../companions/companions.ts';
import type { Kube } from '../kube/kube.ts';
import { lastLine } from '../run/command.ts';

/** The settings of `pod/ask-service.js`. */
export interface HealthQuestion {
  readonly url: string;
  /** Good answers in a row that are enough. */
  readonly wanted: number;
  /** The longest that it asks. */
  readonly seconds: number;
  readonly timeoutMs: number;
  readonly pauseMs: number;
}

const program = readFileSync(new URL('../pod/ask-service.js', import.meta.url), 'utf8');

/** Good answers in a row; the proof expects as many. */
const wanted = 10;

/**
 * The longest wait for the first of them: a moment for pods that were ready, and more for a version without a readiness
 * probe, which is rolled out before it can answer.
 */
const patience = { ready: 3, unasked: 30 };

/** The longest that the program itself may take. */
const programSeconds = 120;

/** The arguments by which Node runs that program. */
export function healthScript(question: HealthQuestion): string[] {
  return ['--input-type=module', '-e', program, JSON.stringify(question)];
}

/** Asks the health path of a version through the Service from the probe's pod. */
export async function observeHealth(
  kube: Kube,
  settings: UpdateSettings,
  { address, offers }: { readonly address: ServiceAddress; readonly offers: Pick<Offers, 'readinessProbe'> },
): Promise<Observed<Health>> {
  const seconds = offers.readinessProbe ? patience.ready : patience.unasked;
  const url = `http://${address.name}:${String(address.port)}${settings.healthPath}`;
  const script = healthScript({ url, wanted, seconds, timeoutMs: 5000, pauseMs: 100 });
  const evidence = await inCompanion(kube, settings, {
    which: 'probe',
    script,
    seconds: programSeconds,
  });
  if (evidence.exitCode !== 0) {
    return { unobserved: `the Service could not be asked from the probe's pod: ${lastLine(evidence)}` };
  }
  const seen = parseJson(evidence.stdout);
  return isHealth(seen) ? seen : { unobserved: `the probe's pod printed ${evidence.stdout.slice(0, 200)}` };
}

/** The program is the pipeline's own; its record is read field by field where the proof is decided. */
function isHealth(value: unknown): value is Health {
  const { asked, good, durationMs } = fieldsOf(value);
  return [asked, good, durationMs].every((one) => typeof one === 'number');
}
