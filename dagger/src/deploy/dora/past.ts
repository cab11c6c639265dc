import { type JsonCursor, present, type Reader } from '../../verdict/json.ts';
import { readJson } from '../../verdict/json-text.ts';
import { countAt as milliseconds } from '../../verdict/read-object.ts';
import { UsageError } from '../../verdict/usage-error.ts';
import type { PastDeployment } from './dora.ts';

/** Whether a file is a record by its name: `deployment.json`, `NAME-deployment.json` or `deployment-NAME.json`. */
export function isRecordName(path: string): boolean {
  return /(?:^|\/)(?:[^/]+-)?deployment(?:-[^/]+)?\.json$/.test(path);
}

/**
 * Reads what the measures need of a past `deployment.json`.
 * @param name the file's name, for messages
 * @throws UsageError if it is not a record of a deployment: a partly read history would give wrong measures
 */
export function parsePastDeployment(name: string, text: string): PastDeployment {
  try {
    const record = readJson(text);
    const rollback = record.at('rollback');
    const kind = rollback.at('kind').filledText();
    const recoveryMs = kind === 'tried' ? provedRecovery(rollback) : undefined;
    return {
      name,
      outcome: record.at('outcome').oneOf(['passed', 'failed', 'unavailable'] as const),
      startedAt: timeAt(record.at('startedAt')),
      durationMs: milliseconds(record.at('durationMs')),
      ...present('provedAt', record, timeAt),
      ...present('leadTimeMs', record, milliseconds),
      changed: kind !== 'nothing-changed',
      ...(recoveryMs === undefined ? {} : { recoveryMs }),
      ownCluster: record.at('cluster').at('kind').value === 'own',
    };
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${name} is not a record of a deployment: ${what}`);
  }
}

/** Only a previous version that is proved to serve ends a failure. */
function provedRecovery(rollback: JsonCursor): number | undefined {
  const isProved = rollback.at('proof').at('outcome').value === 'passed';
  return isProved ? milliseconds(rollback.at('recoveryMs')) : undefined;
}

/** RFC 3339, as milliseconds since 1970. */
const timeAt: Reader<number> = (place) => {
  const time = Date.parse(place.filledText());
  if (Number.isNaN(time)) throw place.mismatch('a time');
  return time;
};
