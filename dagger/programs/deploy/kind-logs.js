/* What a kind cluster's nodes have logged: containerd, kubelet, control plane, pods. */
import { existsSync, readdirSync } from 'node:fs';
import { run } from './command.js';

/**
 * Exports them, and answers `{kindLogs: {exported, problem?}}`: whether there are any, and what kind could not have.
 * kind goes on after a part that it cannot have, and ends in an error then: what it had by then is kept.
 * @param kindLogs `{name, folder}`, or null for a cluster that is not kind's: then the answer is empty
 */
export async function clusterLogs(kindLogs) {
  if (kindLogs === null) return {};
  const { name, folder } = kindLogs;
  const { exitCode, stderr } = await run(['kind', 'export', 'logs', '--name', name, folder], {
    seconds: 120,
  });
  const exported = hasFolders(folder);
  if (exitCode === 0) return { kindLogs: { exported } };
  return { kindLogs: { exported, problem: `kind ended with code ${String(exitCode)}: ${reasonOf(stderr)}` } };
}

/** Each node has a folder of its own; files beside these are about this side. */
function hasFolders(folder) {
  return (
    existsSync(folder) && readdirSync(folder, { withFileTypes: true }).some((entry) => entry.isDirectory())
  );
}

const reasonOf = (stderr) => stderr.slice(Math.max(0, stderr.indexOf('ERROR: '))).trim();
