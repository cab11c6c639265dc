import { parseSourceFiles, type SourceFiles } from './files.ts';
import { overFiles } from '../tools/attempt.stage.ts';
import { leftOut, type Project } from './project.stage.ts';

/** What files the source has: what a tool could look at. */
export async function sourceFiles({ source }: Project): Promise<SourceFiles> {
  return parseSourceFiles(await overFiles(source.filter({ exclude: leftOut }), 'files.ts').stdout());
}
