/* The project's conversation, held from a pod beside the service. */
import { basename } from 'node:path';

import type { Observed } from '../../../src/deploy/proof/observed.ts';
import type { Ended } from '../../../src/deploy/proof/traffic.ts';
import type { UpdateSettings } from '../../../src/deploy/stage/program-settings.ts';
import { inCompanion } from '../companions/companions.ts';
import { folder } from '../companions/pod.ts';
import type { Kube } from '../kube/kube.ts';

/** The end of the conversation through the Service; undefined where the project has none. */
export async function converse(kube: Kube, settings: UpdateSettings): Promise<Observed<Ended> | undefined> {
  const { conversation } = settings.files;
  if (conversation === null) return undefined;
  const script = [`${folder}/${basename(conversation)}`];
  const { exitCode, stdout, stderr } = await inCompanion(kube, settings, { which: 'probe', script });
  const output = `${stdout}${stderr}`.slice(-10_000);
  const ended = /command terminated with exit code \d+/.test(stderr);
  if (exitCode !== 0 && !ended) {
    return { unobserved: `the conversation could not be held: ${output.trim()}` };
  }
  return { exitCode, output };
}
