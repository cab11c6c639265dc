/* What a kind cluster's nodes have logged: containerd, kubelet, control plane, pods. */
import { run } from './command.js';

/**
 * Exports them: `{kindLogs: 'exported'}`, or why there are none.
 * @param kindLogs `{name, folder}`, or null for a cluster that is not kind's
 */
export async function clusterLogs(kindLogs) {
  if (kindLogs === null) return {};
  const { name, folder } = kindLogs;
  const { exitCode, stderr } = await run(['kind', 'export', 'logs', '--name', name, folder], {
    seconds: 120,
  });
  return {
    kindLogs: exitCode === 0 ? 'exported' : `kind ended with code ${String(exitCode)}: ${stderr.trim()}`,
  };
}
