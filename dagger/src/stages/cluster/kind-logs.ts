import type { Target } from './target.ts';

/** Where kind leaves its logs, in the tools. */
export const kindLogs = '/deploy/kind-logs';

/** What the programs are told of kind's logs: null for a cluster that is not kind's. */
export function kindLogsOf({ kindSettings }: Target): { name: string; folder: string } | null {
  return kindSettings === undefined ? null : { name: kindSettings.name, folder: kindLogs };
}
