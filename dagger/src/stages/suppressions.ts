import { dag } from '@dagger.io/dagger';

import { images } from '../images.ts';
import type { Finding } from '../verdict/model.ts';
import { parseSuppressions, suppressionsOf } from '../verdict/suppressions.ts';
import { program } from './evidence.ts';
import { leftOut, type Project } from './project.ts';
import { within } from './deadline.ts';

/** What the source says to some tools so that they keep silent. */
export async function suppressionsFor({ source }: Project, tools: readonly string[]): Promise<Finding[]> {
  const printed = await dag
    .container()
    .from(images.node)
    .withFile('/programs/suppressions.mjs', program('suppressions.js'))
    .withDirectory('/src', source, { exclude: leftOut })
    .withExec(within(120, ['node', '/programs/suppressions.mjs', '/src']))
    .stdout();
  return suppressionsOf(parseSuppressions(printed), tools);
}
