import type { Evidence } from '../../verdict/evidence.ts';
import { type Step, stepNames, type StepName } from '../proof/model.ts';
import type { PodReport } from '../proof/observations.ts';
import {
  jsonOrUndefined,
  listAt,
  numberAt,
  oneOf,
  optional,
  recordAt,
  textAt,
} from '../../verdict/read-json.ts';
import { anyTextAt } from './read-observed.ts';

/** What a deployment program says of why it ended early. */
export interface ProgramFailure {
  readonly step: StepName;
  readonly message: string;
  /** A word for what caught it, where the program knows one. */
  readonly rule?: string;
  /** Of a command that refused: what it means is decided from its words. */
  readonly evidence?: Evidence;
}

/** What every deployment program leaves behind, whatever came of it. */
export interface ProgramRecord {
  readonly steps: readonly Step[];
  readonly failure?: ProgramFailure;
  /** The rest of the record, as it is read by who ran the program. */
  readonly rest: Record<string, unknown>;
}

const outcomes = ['passed', 'failed', 'unavailable'] as const;
const moment = numberAt({ from: 0, to: Number.MAX_SAFE_INTEGER });

/** @throws UsageError naming what is not as it should be: program and module are not of one version */
export function parseRecord(text: string): ProgramRecord {
  const record = recordAt(jsonOrUndefined(text), '');
  const failure = optional(record, '', 'failure', failureAt);
  return {
    steps: listAt(stepAt)(record['steps'], '/steps'),
    ...(failure === undefined ? {} : { failure }),
    rest: record,
  };
}

function stepAt(value: unknown, path: string): Step {
  const record = recordAt(value, path);
  return {
    step: oneOf(stepNames)(record['step'], `${path}/step`),
    outcome: oneOf(outcomes)(record['outcome'], `${path}/outcome`),
    startMs: moment(record['startMs'], `${path}/startMs`),
    durationMs: moment(record['durationMs'], `${path}/durationMs`),
    detail: anyTextAt(record['detail'], `${path}/detail`),
  };
}

function failureAt(value: unknown, path: string): ProgramFailure {
  const record = recordAt(value, path);
  const rule = optional(record, path, 'rule', textAt);
  const evidence = optional(record, path, 'evidence', evidenceAt);
  return {
    step: oneOf(stepNames)(record['step'], `${path}/step`),
    message: anyTextAt(record['message'], `${path}/message`),
    ...(rule === undefined ? {} : { rule }),
    ...(evidence === undefined ? {} : { evidence }),
  };
}

function evidenceAt(value: unknown, path: string): Evidence {
  const record = recordAt(value, path);
  return {
    exitCode: moment(record['exitCode'], `${path}/exitCode`),
    stdout: anyTextAt(record['stdout'], `${path}/stdout`),
    stderr: anyTextAt(record['stderr'], `${path}/stderr`),
  };
}

/** Pods in words. */
export function podReportAt(value: unknown, path: string): PodReport {
  const record = recordAt(value, path);
  const text = (key: string): string => anyTextAt(record[key], `${path}/${key}`);
  return {
    ...{ pod: text('pod'), description: text('description'), events: text('events') },
    ...{ logs: text('logs'), previousLogs: text('previousLogs') },
  };
}
