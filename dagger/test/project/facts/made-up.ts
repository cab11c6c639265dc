import type { ProjectFiles } from '../../../src/project/facts/fact.ts';
import { factFiles } from '../../../src/project/facts/files.ts';
import { sourcesOf, type Sources } from '../../../src/project/facts/sources.ts';

/** Files of a made-up project: a text, or an object for a JSON file. */
export type MadeUp = Readonly<Record<string, string | object>>;

/** A made-up project, of which only those files can be read that would be read of a real one. */
export function filesFrom(made: MadeUp): ProjectFiles {
  const paths = Object.keys(made);
  const read = new Set(factFiles(paths));
  return { paths, text: (path) => (read.has(path) ? textOf(made[path]) : undefined) };
}

/** What questions are answered from, for a made-up project that has an empty package.json unless it says another. */
export function sourcesFrom(made: MadeUp): Sources {
  return sourcesOf(filesFrom({ 'package.json': {}, ...made })).found;
}

function textOf(file: string | object | undefined): string | undefined {
  return typeof file === 'object' ? JSON.stringify(file) : file;
}
