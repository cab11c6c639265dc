import type { Observations, RolloutEvent } from '../../deploy/proof/observations.ts';
import { isObserved } from '../../deploy/proof/observed.ts';
import type { SteadyProbe } from '../../deploy/proof/traffic.ts';
import { short } from '../deployment-words.ts';
import { counted } from '../words.ts';
import { axis, axisHeight, percent } from './axis.ts';
import { empty, markup, type Markup } from './markup.ts';

const rowHeight = 42;

/** A stretch of a pod's life, in milliseconds from the drawing's left edge. */
interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  /** Whether requests may reach the pod. */
  readonly serves: boolean;
}

interface PodRow {
  readonly pod: string;
  readonly generation: string;
  readonly stretches: readonly Stretch[];
}

/**
 * The rollout, pod by pod: thin while a pod starts or ends, thick while it is ready, above the requests of the probe
 * with marks for failed ones. Without events it is empty.
 */
export function rolloutTimeline({ rollout, probe }: Pick<Observations, 'rollout' | 'probe'>): Markup {
  const events = isObserved(rollout) ? rollout.events : [];
  if (events.length === 0) return empty;
  const requests = isObserved(probe) ? probe : undefined;
  const times = events.map(({ at }) => Date.parse(at));
  const begun = Math.min(...times);
  const end = Math.max(...times);
  const lengthMs = Math.max(1000, end - begun);
  const rows = rowsOf(events, { begun, lengthMs });
  const height = axisHeight + (rows.length + (requests === undefined ? 0 : 1)) * rowHeight;
  const drawn = rows.map((row, index) => podRow(row, { top: axisHeight + index * rowHeight, lengthMs }));
  return markup`<svg class="timeline" height="${height}" role="img" aria-labelledby="rollout-title"><title id="rollout-title">When each pod started, served and ended. ${requests === undefined ? '' : `${counted(requests.failed, 'failed request')}.`}</title>
${axis(lengthMs, height)}${drawn}${requests === undefined ? empty : requestRow(requests, { begun, lengthMs, top: axisHeight + rows.length * rowHeight })}
</svg><p class="key" aria-hidden="true"><span><i class="critical"></i>serves</span><span><i></i>starts or ends</span><span><i class="is-failed"></i>a failed request</span></p>`;
}

function rowsOf(
  events: readonly RolloutEvent[],
  { begun, lengthMs }: { readonly begun: number; readonly lengthMs: number },
): PodRow[] {
  const pods = [...new Set(events.map(({ pod }) => pod))];
  return pods.map((pod) => {
    const own = events
      .filter((event) => event.pod === pod)
      .map(({ at, what }) => ({ ms: Date.parse(at) - begun, what }))
      .toSorted((left, right) => left.ms - right.ms);
    const generation = events.find((event) => event.pod === pod)?.generation ?? '';
    return { pod, generation, stretches: stretchesOf(own, lengthMs) };
  });
}

/** The stretches of a pod's life. A pod that was not created within this drawing was ready before it. */
function stretchesOf(
  events: readonly { readonly ms: number; readonly what: RolloutEvent['what'] }[],
  lengthMs: number,
): Stretch[] {
  const stretches: Stretch[] = [];
  const made = events[0]?.what === 'created';
  let alive = !made;
  let serves = !made;
  let fromMs = 0;
  const close = (toMs: number): void => {
    if (alive && toMs > fromMs) stretches.push({ fromMs, toMs, serves });
    fromMs = toMs;
  };
  for (const { ms, what } of events) {
    close(ms);
    alive = what !== 'gone';
    if (what === 'ready') serves = true;
    else if (what !== 'started') serves = false;
  }
  close(lengthMs);
  return stretches;
}

interface Place {
  readonly top: number;
  readonly lengthMs: number;
}

function podRow({ pod, generation, stretches }: PodRow, { top, lengthMs }: Place): Markup {
  const bars = stretches.map(({ fromMs, toMs, serves }) => {
    const width = percent(toMs - fromMs, lengthMs);
    const shape = serves ? { y: top + 23, height: 9 } : { y: top + 26, height: 3 };
    return markup`<rect class="${serves ? 'bar critical' : 'bar'}" x="${percent(fromMs, lengthMs)}" y="${shape.y}" width="${width}" height="${shape.height}" rx="1.5"/>`;
  });
  return markup`<text x="0" y="${top + 17}"><tspan class="name">${pod}</tspan> <tspan class="time">${short(generation)}</tspan></text>${bars}`;
}

/** The probe's requests: a line for its duration, and a mark for each failed request. */
function requestRow(
  probe: SteadyProbe,
  { begun, lengthMs, top }: Place & { readonly begun: number },
): Markup {
  const startMs = Date.parse(probe.startedAt) - begun;
  const inside = (ms: number): number => Math.min(lengthMs, Math.max(0, ms));
  const from = inside(startMs);
  const to = inside(startMs + probe.durationMs);
  const marks = probe.failures
    .map(({ atMs }) => startMs + atMs)
    .filter((ms) => ms >= 0 && ms <= lengthMs)
    .map(
      (ms) =>
        markup`<rect class="bar is-failed" x="${percent(ms, lengthMs)}" y="${top + 20}" width="2" height="15"/>`,
    );
  return markup`<text x="0" y="${top + 17}"><tspan class="name">requests</tspan> <tspan class="time">${String(probe.ratePerSecond)} per second, ${counted(probe.failed, 'failed request')}</tspan></text><rect class="bar" x="${percent(from, lengthMs)}" y="${top + 26}" width="${percent(to - from, lengthMs)}" height="3" rx="1.5"/>${marks}`;
}
