/* Keeps what was done, when, and how it ended. */
/* global process, URL */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

import { say, StepError } from './command.js';

/** @param startedAt milliseconds since the epoch: when the deployment began */
export function recorder(startedAt) {
  const steps = [];
  const failure = {};

  /**
   * Runs a step: `work` answers `{value, detail}`.
   * @throws what the work throws, which ends the run
   */
  async function step(name, work) {
    const begun = Date.now();
    const note = (outcome, detail) => {
      const durationMs = Date.now() - begun;
      steps.push({ step: name, outcome, startMs: begun - startedAt, durationMs, detail });
      say(`${name}: ${outcome} in ${String(durationMs)} ms: ${detail}`);
    };
    try {
      const { value, detail, outcome = 'passed' } = await work();
      note(outcome, detail);
      return value;
    } catch (error) {
      note('failed', error.message);
      failure.step ??= name;
      throw error;
    }
  }

  /** The run's record, also of one that ended early by a `StepError`; any other error is a mistake of the program. */
  async function recordOf(work) {
    try {
      return { steps, ...(await work()) };
    } catch (error) {
      if (!(error instanceof StepError)) throw error;
      const { step: name = 'cluster' } = failure;
      return { steps, failure: { step: name, message: error.message, ...error.facts }, failedAt: Date.now() };
    }
  }
  return { step, recordOf };
}

/** Runs a program: settings from the file that is its first argument, the record to the file that is its second. */
export async function main(work) {
  const [settingsFile, recordFile] = process.argv.slice(2);
  const settings = JSON.parse(readFileSync(settingsFile, 'utf8'));
  const record = await work(settings);
  mkdirSync(new URL('.', `file://${recordFile}`), { recursive: true });
  writeFileSync(recordFile, JSON.stringify(record));
}
