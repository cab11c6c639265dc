import { plainLine } from '../../verdict/plain-text.ts';
import type { Decision } from '../../verdict/model.ts';

/** Longest output that is searched, from its end, in UTF-16 code units. */
const longest = 200_000;

/** What Node, vite and jest say of a file that is not there, when its path is in a folder that builds write. */
const missing =
  /(?:Cannot find (?:module|package)|Could not locate module|ENOENT|[Nn]o such file or directory|Failed to (?:load url|resolve (?:import|entry)))[^\n]{0,300}?["'\s/](?<folder>dist|build)\/[\w./-]+/;

/**
 * The folder of a build that tests looked for, by what they printed.
 * @returns undefined if they are green, or looked for no such folder
 */
export function buildMissed(
  { outcome, reason, findings }: Pick<Decision, 'outcome' | 'reason' | 'findings'>,
  output: string,
): string | undefined {
  if (outcome === 'passed') return undefined;
  return [reason, ...findings.map(({ message }) => message), output.slice(-longest)]
    .map((text) => missing.exec(text)?.groups?.['folder'])
    .find((folder) => folder !== undefined);
}

/** Tells that the tests ran twice, and how once is enough. */
export function builtNote(folder: string, commands: readonly string[]): string {
  const words = commands.map((text) => plainLine(text, 120));
  return `the tests looked for files in ${folder}/, so that ${words.join(', ')} ran and the tests again: name it in build of pipeline.json, and one run is enough`;
}
