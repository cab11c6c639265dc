/* Keeps what was done, when, and how it ended. */
/* global process, URL */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

import { say, StepError } from './command.js';

/** @param startedAt milliseconds since the epoch: when the deployment began */
export function recorder(startedAt) {
  const steps = [];
  const failure = {};
  const told = {};

  /** Keeps what is known by now: it is in the record also when a later step fails. */
  function tell(facts) {
    Object.assign(told, facts);
  }

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

  /** The run's record, also of one that ended early, whatever ended it. */
  async function recordOf(work) {
    try {
      const facts = await work();
      return { steps, ...told, ...facts };
    } catch (error) {
      // A mistake of the program is told in full, and what was begun is ended all the same.
      if (!(error instanceof StepError)) say(error.stack);
      const { step: name = 'cluster' } = failure;
      const facts = error instanceof StepError ? error.facts : { rule: 'program' };
      return {
        steps,
        ...told,
        failure: { step: name, message: error.message, ...facts },
        failedAt: Date.now(),
      };
    }
  }
  return { step, tell, recordOf };
}

/** Runs a program: settings from the file that is its first argument, the record to the file that is its second. */
export async function main(work) {
  const [settingsFile, recordFile] = process.argv.slice(2);
  const settings = JSON.parse(readFileSync(settingsFile, 'utf8'));
  const record = await work(settings);
  mkdirSync(new URL('.', `file://${recordFile}`), { recursive: true });
  writeFileSync(recordFile, JSON.stringify(record));
}
