import { plainEvidenceOf } from '../../tools/attempt.stage.ts';
import type { Decision } from '../../verdict/model.ts';
import { decideProgram } from './install.ts';
import { withTokenHint } from './refused.ts';
import { decideScripts } from './script-runs.ts';
import type { Installation } from './stage.ts';

/** The decision of each gate that needs the packages if they could not be installed; undefined if they were. */
export async function installFault(installation: Installation): Promise<Decision | undefined> {
  const { manager, use, node, run, installed, scripts, token } = installation;
  if (node.fault !== undefined) return node.fault;
  const programless = await programFault(installation);
  if (programless !== undefined) return programless;
  const command = use.lockfile === undefined ? manager.unlocked : manager.frozen;
  const words = command[0] === 'sh' ? `${use.name} install` : command.slice(0, 2).join(' ');
  const evidence = await plainEvidenceOf(run);
  const fault = withTokenHint(manager.decide(evidence, words), evidence, token !== undefined);
  if (fault !== undefined || scripts.length === 0) return fault;
  return decideScripts(await plainEvidenceOf(installed));
}

/** The decision if the manager's program could not be brought; undefined if it was. */
export async function programFault({
  manager,
  use,
  program,
}: Pick<Installation, 'manager' | 'use' | 'program'>): Promise<Decision | undefined> {
  if (manager.program(use.version).length === 0) return undefined;
  return decideProgram(await plainEvidenceOf(program), manager.name);
}
