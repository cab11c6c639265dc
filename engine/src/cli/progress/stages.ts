import type { SpanMessage } from '../../module/protocol.ts';

/** A stage as it is shown. */
export interface Stage {
  readonly name: string;
  /** The number of stages around it. */
  readonly depth: number;
  readonly startMs: number;
  /** Undefined while it runs. */
  readonly durationMs: number | undefined;
  /** `running`, `passed`, `failed`, or the word that the module's code gave as the span's attribute `state`. */
  readonly state: string;
}

/** The stages of a run by their spans' ids, in the order in which they began. */
export type Stages = ReadonlyMap<string, Stage>;

/** The stages after a span began or ended. */
export function withSpan(stages: Stages, span: SpanMessage): Stages {
  const parent = span.parent === undefined ? undefined : stages.get(span.parent);
  const said = span.attributes['state'];
  const ended = typeof said === 'string' ? said : span.failed ? 'failed' : 'passed';
  const stage: Stage = {
    name: span.name,
    depth: parent === undefined ? 0 : parent.depth + 1,
    startMs: span.startMs,
    durationMs: span.phase === 'end' ? span.durationMs : undefined,
    state: span.phase === 'end' ? ended : 'running',
  };
  return new Map([...stages, [span.id, stage]]);
}

/** A time as people read it: `0.4 s`, `12.3 s`, `2 m 5 s`. */
export function timeText(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} m ${whole % 60} s`;
}

/** A stage's line without colours: `lint ... passed 3.2 s`. @param nowMs Milliseconds since the Unix epoch. */
export function stageLine(stage: Stage, nowMs: number): string {
  const time = timeText(stage.durationMs ?? Math.max(0, nowMs - stage.startMs));
  return `${'  '.repeat(stage.depth)}${stage.name} ... ${stage.state} ${time}`;
}
