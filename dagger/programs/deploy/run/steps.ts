/* Keeps what was done, when, and how it ended. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import type { Step, StepName } from '../../../src/deploy/proof/model.ts';
import type { ProgramEnd } from '../../../src/deploy/stage/program-records.ts';
import { messageOf, settingsIn } from '../../shared/json.ts';
import { say, StepError } from './command.ts';

/** The end of a step's work. */
export interface StepResult<T> {
  readonly value: T;
  /** One sentence: what was done. */
  readonly detail: string;
  /** Default `passed`. */
  readonly outcome?: Step['outcome'];
}

/**
 * Runs a step.
 * @throws what the work throws, which ends the run
 */
export type RunStep = <T>(name: StepName, work: () => Promise<StepResult<T>>) => Promise<T>;

/** Keeps the record of one run. */
export interface Recorder<Facts extends object> {
  readonly step: RunStep;
  /** Keeps what is known by now: it is in the record also when a later step fails. */
  readonly tell: (facts: Partial<Facts>) => void;
  /** The run's record, also of one that ended early, whatever ended it. */
  readonly recordOf: (work: () => Promise<Facts>) => Promise<ProgramEnd & Partial<Facts>>;
}

/** @param startedAt milliseconds since the epoch: when the deployment began */
export function recorder<Facts extends object>(startedAt: number): Recorder<Facts> {
  const steps: Step[] = [];
  let failedStep: StepName | undefined;
  let told: Partial<Facts> = {};

  const step: RunStep = async (name, work) => {
    const begun = Date.now();
    const note = (outcome: Step['outcome'], detail: string): void => {
      const durationMs = Date.now() - begun;
      steps.push({ step: name, outcome, startMs: begun - startedAt, durationMs, detail });
      say(`${name}: ${outcome} in ${String(durationMs)} ms: ${detail}`);
    };
    try {
      const { value, detail, outcome = 'passed' } = await work();
      note(outcome, detail);
      return value;
    } catch (error) {
      note('failed', messageOf(error));
      failedStep ??= name;
      throw error;
    }
  };

  const recordOf: Recorder<Facts>['recordOf'] = async (work) => {
    try {
      const facts = await work();
      return { steps, ...told, ...facts };
    } catch (error) {
      // A bug in the program is printed in full, and the steps that end the run are still done.
      if (!(error instanceof StepError)) say(error instanceof Error ? (error.stack ?? '') : String(error));
      const facts = error instanceof StepError ? error.facts : { rule: 'program' };
      const failure = { step: failedStep ?? 'cluster', message: messageOf(error), ...facts };
      return { steps, ...told, failure, failedAt: Date.now() };
    }
  };
  const tell = (facts: Partial<Facts>): void => {
    told = { ...told, ...facts };
  };
  return { step, tell, recordOf };
}

/** Runs a program: settings from the file that is its first argument, the record to the file that is its second. */
export async function main<Settings>(work: (settings: Settings) => Promise<object>): Promise<void> {
  const [settingsFile = '', recordFile = ''] = process.argv.slice(2);
  const record = await work(settingsIn<Settings>(readFileSync(settingsFile, 'utf8')));
  mkdirSync(dirname(recordFile), { recursive: true });
  writeFileSync(recordFile, JSON.stringify(record));
}
