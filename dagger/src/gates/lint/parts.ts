import { type LintSettings, lintTools } from '../../project/settings/lint.ts';
import { selectTools, type ToolFacts, type ToolSelection } from './tools.ts';

/** A folder with the tools that are run in it. */
export interface LintPart extends ToolSelection {
  /** `.` for the top. */
  readonly folder: string;
}

/**
 * The folders in which tools are run, the top first. A tool that the top has looks at the whole project from there, as its
 * users do; workspaces have those that the top lacks. What `lint.tools` names is run at the top.
 */
export function lintParts(settings: Pick<LintSettings, 'tools'>, facts: ToolFacts): LintPart[] {
  const all = selectTools(settings, facts);
  if (settings.tools !== undefined) return [{ folder: '.', ...all }];
  const places = placesOf(facts);
  const folders = [...new Set([...places.values()].flat())];
  const parts = (folders.length === 0 ? ['.'] : topFirst(folders)).map((folder) => {
    const here = (name: string): boolean => (places.get(name) ?? []).includes(folder);
    return {
      folder,
      asked: lintTools.filter((tool) => all.asked.includes(tool) && here(tool)),
      unsupported: all.unsupported.filter(here),
      notes: [],
    };
  });
  return parts.map((part, index) => (index === 0 ? { ...part, notes: all.notes } : part));
}

/** The folders in which each tool is run: the top alone, where the top has it. */
function placesOf({ linters, formatters, typeCheckers }: ToolFacts): Map<string, string[]> {
  const found = [...linters, ...formatters, ...typeCheckers].map(({ value }) => value);
  const names = [...new Set(found.map(({ name }): string => name))];
  return new Map(
    names.map((name) => {
      const folders = found.filter((one) => one.name === name).map(({ folder }) => folder);
      return [name, folders.includes('.') ? ['.'] : folders];
    }),
  );
}

function topFirst(folders: readonly string[]): string[] {
  return [...folders.filter((folder) => folder === '.'), ...folders.filter((folder) => folder !== '.')];
}
