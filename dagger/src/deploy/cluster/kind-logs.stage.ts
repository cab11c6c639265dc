import type { Container, Directory } from '@dagger.io/dagger';

import type { KindLogs } from '../stage/program-records.ts';
import type { KindLogsSettings } from '../stage/program-settings.ts';
import type { Target } from './target.stage.ts';

/** Where kind leaves its logs, in the tools. */
const kindLogs = '/deploy/kind-logs';

/** What the programs are told of kind's logs: null for a cluster that is not kind's. */
export function kindLogsOf({ kindSettings }: Target): KindLogsSettings {
  return kindSettings === undefined ? null : { name: kindSettings.name, folder: kindLogs };
}

/** kind's own logs of a cluster, as far as they could be had. */
export interface ClusterLogs {
  readonly logs?: Directory;
  /** What of them could not be had, and why. */
  readonly logsProblem?: string;
}

/** The logs that a program left in its tools, by what it says of them; nothing where it says nothing. */
export function clusterLogsOf(said: KindLogs | undefined, tools: Container): ClusterLogs {
  if (said === undefined) return {};
  const { exported, problem } = said;
  return {
    ...(exported ? { logs: tools.directory(kindLogs) } : {}),
    ...(problem === undefined ? {} : { logsProblem: problem.slice(0, 500) }),
  };
}

/** Says where the logs stand, and what of them is missing. */
export function logsNotes({ logs, logsProblem }: ClusterLogs): string[] {
  const where = logs === undefined ? [] : ["kind's own logs stand in the folder kind-logs"];
  const missing = logs === undefined ? "kind's own logs" : "a part of kind's own logs";
  return logsProblem === undefined ? where : [...where, `${missing} could not be had: ${logsProblem}`];
}
