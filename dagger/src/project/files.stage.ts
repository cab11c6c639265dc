import { parseSourceFiles, type SourceFiles } from './files.ts';
import { overFiles } from '../tools/attempt.stage.ts';
import { leftOut, type Project } from './project.stage.ts';

/** Lists the files of the source, which a tool could check. */
export async function sourceFiles({ source }: Project): Promise<SourceFiles> {
  return parseSourceFiles(await overFiles(source.filter({ exclude: leftOut }), 'files.ts').stdout());
}
