import type { Container, Directory } from '@dagger.io/dagger';

import type { KindLogs } from '../stage/program-records.ts';
import type { KindLogsSettings } from '../stage/program-settings.ts';
import type { Target } from './target.stage.ts';

/** Folder of kind's logs in the tools container. */
const kindLogs = '/deploy/kind-logs';

/** The programs' settings for kind's logs; null for a cluster that is not kind's. */
export function kindLogsOf({ kindSettings }: Target): KindLogsSettings {
  return kindSettings === undefined ? null : { name: kindSettings.name, folder: kindLogs };
}

/** kind's own logs of a cluster, as far as they could be exported. */
export interface ClusterLogs {
  readonly logs?: Directory;
  /** The part that could not be exported, and why. */
  readonly logsProblem?: string;
}

/** The logs that a program exported into its tools container; empty if its record has none. */
export function clusterLogsOf(said: KindLogs | undefined, tools: Container): ClusterLogs {
  if (said === undefined) return {};
  const { exported, problem } = said;
  return {
    ...(exported ? { logs: tools.directory(kindLogs) } : {}),
    ...(problem === undefined ? {} : { logsProblem: problem.slice(0, 500) }),
  };
}

/** Notes that say where the logs are, and which part is missing. */
export function logsNotes({ logs, logsProblem }: ClusterLogs): string[] {
  const where = logs === undefined ? [] : ["kind's own logs are in the folder kind-logs"];
  const missing = logs === undefined ? "kind's own logs" : "a part of kind's own logs";
  return logsProblem === undefined ? where : [...where, `${missing} could not be exported: ${logsProblem}`];
}
