import { type Fact, fact, firstOf, type ProjectFiles } from './fact.ts';
import { linesOf } from './paths.ts';

/** Reads the version of a tool in a line of a file. */
type ToolLine = (line: string, tool: string) => string | undefined;

/** `nodejs 22.1.0` (asdf, "Configuration": the first version on the line is the one in use). */
const asdfLine: ToolLine = (line, tool) => {
  const [name, version] = line.replace(/#.*$/, '').trim().split(/\s+/);
  return name === tool ? version : undefined;
};

/** `node = "22"`, `node = ["22", "20"]` or `node = { version = "22" }` (mise, "Configuration"). */
const miseLine: ToolLine = (line, tool) => {
  const match = /^\s*"?([\w-]+)"?\s*=\s*(?:\[\s*|\{\s*version\s*=\s*)?["']?([\w.*/-]+)/.exec(line);
  return match?.[1] === tool ? match[2] : undefined;
};

/** The lines of mise's section of tools. */
function miseTools(lines: readonly string[]): readonly string[] {
  const start = lines.findIndex((line) => /^\s*\[tools\]/.test(line));
  const below = start < 0 ? [] : lines.slice(start + 1);
  const end = below.findIndex((line) => /^\s*\[/.test(line));
  return end < 0 ? below : below.slice(0, end);
}

const whole = (lines: readonly string[]): readonly string[] => lines;

const toolFiles = [
  { file: '.tool-versions', read: asdfLine, part: whole },
  { file: 'mise.toml', read: miseLine, part: miseTools },
  { file: '.mise.toml', read: miseLine, part: miseTools },
];

/**
 * The versions of a tool by the files of version managers that keep several tools in one: asdf and mise.
 * @param names of the tool in such files: asdf calls Node `nodejs`
 */
export function toolVersions(files: ProjectFiles, names: readonly string[]): Fact<string>[] {
  return toolFiles.flatMap(({ file, read, part }) => {
    const lines = part(linesOf(files.text(file) ?? ''));
    const [first] = names.flatMap((name) => {
      const version = firstOf(lines, (line) => read(line, name));
      return version === undefined ? [] : [fact(version, `${file}: ${name} ${version}`)];
    });
    return first === undefined ? [] : [first];
  });
}

/** The version in a file that has nothing else: its first line that is no comment. */
export function onlyVersion(files: ProjectFiles, file: string): Fact<string> | undefined {
  const lines = linesOf(files.text(file) ?? '').map((line) => line.replace(/#.*$/, '').trim());
  const version = lines.find((line) => line !== '');
  return version === undefined ? undefined : fact(version, `${file}: ${version}`);
}
