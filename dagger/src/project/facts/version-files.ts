import { type Fact, fact, type ProjectFiles } from './fact.ts';
import { linesOf } from './paths.ts';

/** A line of a file that names the version of a tool. */
type ToolLine = (line: string, tool: string) => string | undefined;

/** `nodejs 22.1.0` (asdf, "Configuration": the first version on the line is the one in use). */
const asdfLine: ToolLine = (line, tool) => {
  const [name, version] = line.replace(/#.*$/, '').trim().split(/\s+/);
  return name === tool ? version : undefined;
};

/** `node = "22"` or `node = { version = "22" }` in `[tools]` of mise's configuration. */
const miseLine: ToolLine = (line, tool) => {
  const match = /^\s*"?([\w-]+)"?\s*=\s*(?:\[\s*|\{\s*version\s*=\s*)?["']([^"']+)["']/.exec(line);
  return match?.[1] === tool ? match[2] : undefined;
};

const toolFiles: readonly { readonly file: string; readonly read: ToolLine }[] = [
  { file: '.tool-versions', read: asdfLine },
  { file: 'mise.toml', read: miseLine },
  { file: '.mise.toml', read: miseLine },
];

/**
 * The versions of a tool by the files of version managers that keep several tools in one: asdf and mise.
 * @param names of the tool in such files: asdf calls Node `nodejs`
 */
export function toolVersions(files: ProjectFiles, names: readonly string[]): Fact<string>[] {
  return toolFiles.flatMap(({ file, read }) => {
    const lines = linesOf(files.text(file) ?? '');
    const found = names.flatMap((name) => lines.flatMap((line) => read(line, name) ?? []));
    return found.slice(0, 1).map((version) => fact(version, `${file}: ${names[0] ?? ''} ${version}`));
  });
}

/** The version in a file that has nothing else: its first line that is no comment. */
export function onlyVersion(files: ProjectFiles, file: string): Fact<string> | undefined {
  const lines = linesOf(files.text(file) ?? '').map((line) => line.replace(/#.*$/, '').trim());
  const version = lines.find((line) => line !== '');
  return version === undefined ? undefined : fact(version, `${file}: ${version}`);
}
