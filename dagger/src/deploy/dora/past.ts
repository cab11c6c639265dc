import type { Reader } from '../../verdict/read-json.ts';
import { jsonOrUndefined, numberAt, oneOf, optional, recordAt, textAt } from '../../verdict/read-json.ts';
import { UsageError } from '../../verdict/usage-error.ts';
import type { PastDeployment } from './dora.ts';

const milliseconds = numberAt({ from: 0, to: Number.MAX_SAFE_INTEGER });

/** Whether a file is a record by its name: `deployment.json`, `NAME-deployment.json` or `deployment-NAME.json`. */
export function isRecordName(path: string): boolean {
  return /(?:^|\/)(?:[^/]+-)?deployment(?:-[^/]+)?\.json$/.test(path);
}

/**
 * Reads what the measures need of a past `deployment.json`.
 * @param name the file's name, for messages
 * @throws UsageError when it is no record of a deployment: a history that is half read would say something else
 */
export function parsePastDeployment(name: string, text: string): PastDeployment {
  try {
    const record = recordAt(jsonOrUndefined(text), '');
    const rollback = recordAt(record['rollback'], '/rollback');
    const kind = textAt(rollback['kind'], '/rollback/kind');
    return {
      name,
      outcome: oneOf(['passed', 'failed', 'unavailable'] as const)(record['outcome'], '/outcome'),
      startedAt: timeAt(record['startedAt'], '/startedAt'),
      durationMs: milliseconds(record['durationMs'], '/durationMs'),
      ...present('provedAt', optional(record, '', 'provedAt', timeAt)),
      ...present('leadTimeMs', optional(record, '', 'leadTimeMs', milliseconds)),
      changed: kind !== 'nothing-changed',
      ...present('recoveryMs', kind === 'tried' ? provedRecovery(rollback) : undefined),
      ownCluster: recordAt(record['cluster'], '/cluster')['kind'] === 'own',
    };
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${name} is no record of a deployment: ${what}`);
  }
}

/** Only a previous version that is proved to serve ends a failure. */
function provedRecovery(rollback: Record<string, unknown>): number | undefined {
  const proof = recordAt(rollback['proof'], '/rollback/proof');
  return proof['outcome'] === 'passed'
    ? milliseconds(rollback['recoveryMs'], '/rollback/recoveryMs')
    : undefined;
}

/** RFC 3339, as milliseconds since 1970. */
const timeAt: Reader<number> = (value, path) => {
  const time = Date.parse(textAt(value, path));
  if (Number.isNaN(time)) throw new UsageError(`${path}: expected a time, got ${JSON.stringify(value)}`);
  return time;
};

function present<K extends string>(key: K, value: number | undefined): Partial<Record<K, number>> {
  const entry: Partial<Record<K, number>> = {};
  if (value !== undefined) entry[key] = value;
  return entry;
}
