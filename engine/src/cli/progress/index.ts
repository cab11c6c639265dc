import { createLogUpdate } from 'log-update';
import colors from 'picocolors';
import type { SpanMessage } from '../../module/protocol.ts';
import type { ProgressMode } from '../engine-flags.ts';
import { stageLine, withSpan, type Stage, type Stages } from './stages.ts';

/** Shows on stderr what a run does. */
export interface Progress {
  /** A stage began or ended. */
  span(span: SpanMessage): void;
  /** A line that stands above the stages; the same text is shown once. */
  note(line: string): void;
  /** A line that a command or the module printed; every one is shown. */
  output(line: string): void;
  /** Ends the live area, with the stages as they are; once more does nothing. */
  stop(): void;
}

/** The stream for progress: stderr, or a test's own. */
export type ProgressStream = NodeJS.WritableStream & { readonly isTTY?: boolean };

/** Options of {@link createProgress}. */
export interface ProgressOptions {
  readonly stream: ProgressStream;
  readonly mode: ProgressMode;
}

/** Makes the progress that suits the stream: a live area on a terminal, plain lines elsewhere. */
export function createProgress({ stream, mode }: ProgressOptions): Progress {
  const show = mode === 'quiet' ? quiet : mode === 'auto' && stream.isTTY ? live(stream) : plain(stream);
  const noted = new Set<string>();
  let stopped = false;
  return {
    ...show,
    stop: () => {
      if (!stopped) show.stop();
      stopped = true;
    },
    note: (line) => {
      if (noted.has(line)) return;
      noted.add(line);
      show.note(line);
    },
  };
}

const quiet: Progress = {
  span: () => undefined,
  note: () => undefined,
  output: () => undefined,
  stop: () => undefined,
};

function plain(stream: ProgressStream): Progress {
  let stages: Stages = new Map();
  const write = (line: string): void => {
    stream.write(`${line}\n`);
  };
  return {
    span: (span) => {
      stages = withSpan(stages, span);
      const stage = stages.get(span.id);
      if (stage !== undefined && span.phase === 'end') write(stageLine(stage, Date.now()));
    },
    note: write,
    output: write,
    stop: () => undefined,
  };
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameMs = 100;

function live(stream: ProgressStream): Progress {
  const update = createLogUpdate(stream);
  let stages: Stages = new Map();
  let frame = 0;
  const draw = (): void => {
    if (stages.size === 0) return;
    update([...stages.values()].map((stage) => liveLine(stage, frame)).join('\n'));
  };
  const timer = setInterval(() => {
    frame += 1;
    draw();
  }, frameMs).unref();
  const above = (line: string): void => {
    update.clear();
    stream.write(`${line}\n`);
    draw();
  };
  return {
    span: (span) => {
      stages = withSpan(stages, span);
      draw();
    },
    note: above,
    output: above,
    stop: () => {
      clearInterval(timer);
      draw();
      update.done();
    },
  };
}

function liveLine(stage: Stage, frame: number): string {
  const line = stageLine(stage, Date.now());
  switch (stage.state) {
    case 'running':
      return `${colors.cyan(frames[frame % frames.length] ?? '')} ${line}`;
    case 'passed':
      return `${colors.green('✔')} ${line}`;
    case 'failed':
      return `${colors.red('✘')} ${line}`;
    default:
      return `${colors.yellow('!')} ${line}`;
  }
}
