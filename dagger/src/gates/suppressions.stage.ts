import type { Finding } from '../verdict/finding.ts';
import { parseSuppressions, suppressionsOf } from './suppressions.ts';
import { overFiles } from '../tools/attempt.stage.ts';
import { leftOut, type Project } from '../project/project.stage.ts';

/** Suppressions of the given tools in the source. */
export async function suppressionsFor({ source }: Project, tools: readonly string[]): Promise<Finding[]> {
  const files = source.filter({ exclude: leftOut });
  const printed = await overFiles(files, 'suppressions.ts').stdout();
  return suppressionsOf(parseSuppressions(printed), tools);
}
