/* The figures of the pods that use the service: each begins to count anew when it is asked for them. */
import type { Unobserved } from '../../../src/deploy/proof/observed.ts';
import type { UpdateSettings } from '../../../src/deploy/stage/program-settings.ts';
import { parseJson } from '../../shared/json.ts';
import type { Kube } from '../kube/kube.ts';
import { StepError } from '../run/command.ts';
import { pollOrFail } from '../run/poll.ts';
import { inCompanion } from './companions.ts';
import { type Companion, companionName } from './pod.ts';

/** Figures as a pod printed them, or why there are none; of a load only where the project has one. */
export interface Figures {
  readonly probe: unknown;
  readonly load?: unknown;
}

/**
 * The figures so far.
 * @param options.isDown true if no pod serves: then the load, which reads everything back, is not asked. It counts on, so
 * that its next figures have what these would have had. Default false.
 */
export async function figures(
  kube: Kube,
  settings: UpdateSettings,
  { isDown = false }: { readonly isDown?: boolean } = {},
): Promise<Figures> {
  const loadFigures = async (): Promise<unknown> =>
    isDown
      ? unobserved('no pod was ready, so that nothing could be read back')
      : figuresOf(kube, settings, 'load');
  const [probe, load] = await Promise.all([
    figuresOf(kube, settings, 'probe'),
    settings.files.load === null ? undefined : loadFigures(),
  ]);
  return load === undefined ? { probe } : { probe, load };
}

/** @returns `unobserved` where the pod could not be asked */
async function figuresOf(kube: Kube, settings: UpdateSettings, which: Companion): Promise<unknown> {
  try {
    const before = (await lines(kube, settings, which)).length;
    const script = ['-e', 'process.kill(1, "SIGUSR2")'];
    const asked = await inCompanion(kube, settings, { which, script });
    if (asked.exitCode !== 0) return unobserved(`the ${which} could not be asked: ${asked.stderr.trim()}`);
    return await pollOrFail(
      async () => {
        const now = await lines(kube, settings, which);
        return now.length > before ? { value: now.at(-1) } : { waitingFor: `the figures of the ${which}` };
      },
      { seconds: 60, rule: which },
    );
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    return unobserved(`the ${which} gave no figures: ${error.message}`);
  }
}

const unobserved = (reason: string): Unobserved => ({ unobserved: reason });

/** The lines of figures that a companion has printed. */
async function lines(kube: Kube, settings: UpdateSettings, which: Companion): Promise<unknown[]> {
  const text = await kube.must(['logs', companionName(settings, which)]);
  return text
    .split('\n')
    .filter((line) => line.startsWith('{') && line.includes('"sent"'))
    .map(parseJson);
}
