/** A key at the top of a YAML file, with the lines of its value. */
interface Block {
  readonly key: string;
  readonly lines: readonly string[];
}

/** A file of settings, reduced, and the names of settings that were left out and would have changed the result. */
export interface Reduced {
  readonly text: string;
  readonly leftOut: readonly string[];
}

/**
 * Keeps some settings of a YAML file, each at the top with all lines of its value. What is written in another way than
 * one key a line is left out.
 * @param kept names of the settings
 * @param told whether a setting that is left out is worth telling
 */
export function keptOfYaml(text: string, kept: readonly string[], told: RegExp): Reduced {
  const blocks = blocksOf(text);
  return {
    text: linesOf(blocks.filter(({ key }) => kept.includes(key)).flatMap(({ lines }) => lines)),
    leftOut: blocks.flatMap(({ key }) => (told.test(key) && !kept.includes(key) ? [key] : [])),
  };
}

function blocksOf(text: string): Block[] {
  const blocks: { key: string; lines: string[] }[] = [];
  for (const line of text.split(/\r\n|\r|\n/)) {
    const key = /^["']?([A-Za-z][\w-]*)["']?\s*:/.exec(line)?.[1];
    if (key !== undefined) blocks.push({ key, lines: [line] });
    // A line that is not indented and no key belongs to nothing: an unusual file loses it.
    else if (/^\s/.test(line)) blocks.at(-1)?.lines.push(line);
    else if (line !== '' && !line.startsWith('#')) blocks.push({ key: '', lines: [] });
  }
  return blocks;
}

/** Keeps the registries of a `bunfig.toml`: `registry` of `[install]`, and `[install.scopes]`. */
export function keptOfBunfig(text: string): Reduced {
  let section = '';
  const lines = text.split(/\r\n|\r|\n/).filter((line) => {
    const header = /^\s*\[([^\]]*)\]\s*(?:#.*)?$/.exec(line)?.[1]?.trim();
    section = header ?? section;
    if (header !== undefined) return section === 'install' || section === 'install.scopes';
    return (section === 'install' && /^\s*registry\s*=/.test(line)) || section === 'install.scopes';
  });
  return { text: linesOf(lines), leftOut: [] };
}

/** Keeps `registry` and the registries of scopes of a `.yarnrc`. */
export function keptOfYarnrc(text: string): Reduced {
  const isKept = (line: string): boolean => /^"?(?:@[^\s":]+:)?registry"?\s/.test(line);
  const lines = text.split(/\r\n|\r|\n/);
  const told = lines.flatMap((line) => /^"?(--(?:audit|install)[^\s"]*)/.exec(line)?.[1] ?? []);
  return { text: linesOf(lines.filter(isKept)), leftOut: told };
}

function linesOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
