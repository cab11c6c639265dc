/* Exports the logs of a kind cluster's nodes: containerd, kubelet, control plane, pods. */
import { existsSync, readdirSync } from 'node:fs';

import type { ClusterFacts } from '../../../src/deploy/stage/program-records.ts';
import type { KindLogsSettings } from '../../../src/deploy/stage/program-settings.ts';
import { run } from '../run/command.ts';

/**
 * Exports the logs; answers nothing for a cluster that is not kind's. kind goes on after a part that it cannot have, and
 * ends with an error then: the part that it exported is kept.
 */
export async function clusterLogs(kindLogs: KindLogsSettings): Promise<Pick<ClusterFacts, 'kindLogs'>> {
  if (kindLogs === null) return {};
  const { name, folder } = kindLogs;
  const { exitCode, stderr } = await run(['kind', 'export', 'logs', '--name', name, folder], {
    seconds: 120,
  });
  const exported = hasFolders(folder);
  if (exitCode === 0) return { kindLogs: { exported } };
  return { kindLogs: { exported, problem: `kind ended with code ${String(exitCode)}: ${reasonIn(stderr)}` } };
}

/** Each node has a folder of its own; files beside these are about this side. */
function hasFolders(folder: string): boolean {
  return (
    existsSync(folder) && readdirSync(folder, { withFileTypes: true }).some((entry) => entry.isDirectory())
  );
}

function reasonIn(stderr: string): string {
  return stderr.slice(Math.max(0, stderr.indexOf('ERROR: '))).trim();
}
