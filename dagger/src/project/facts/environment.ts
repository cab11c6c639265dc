import { type Fact, fact } from './fact.ts';
import { isEnvironmentExample } from './files.ts';
import { linesOf, topFirst } from './paths.ts';
import type { Sources } from './sources.ts';

/** An example of the environment that a project wants. */
export interface EnvironmentExample {
  readonly file: string;
  /** Names of the variables in it, without their values. */
  readonly names: readonly string[];
}

/** The examples of environments of a project, that at the top first. Their values are read by nobody. */
export function environmentsOf({ files }: Sources): Fact<EnvironmentExample>[] {
  return topFirst(files.paths.filter(isEnvironmentExample)).flatMap((file) => {
    const text = files.text(file);
    if (text === undefined) return [];
    const names = linesOf(text).flatMap(
      (line) => /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/.exec(line)?.[1] ?? [],
    );
    return [fact({ file, names: [...new Set(names)] }, file)];
  });
}
