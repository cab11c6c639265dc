import type { JsonCursor } from '../../verdict/json.ts';
import { readJson } from '../../verdict/json-text.ts';
import { plainLine } from '../../verdict/plain-text.ts';

/** What is installed for a project, as `programs/packages/installed.js` prints it. */
export interface Installed {
  /** Versions of the packages that the project finds: the nearest of each. */
  readonly versions: Readonly<Record<string, string>>;
  /**
   * The node_modules that a package really is in, where that is not the project's own: one of a folder above, or the
   * manager's store. Relative to the project.
   */
  readonly places: Readonly<Record<string, string>>;
  /** Packages with an install script, whether it may run or not. */
  readonly scripted: readonly string[];
  /** Digest of the installed TypeScript; null if its files alone do not determine what it does. */
  readonly compiler: string | null;
}

/**
 * Reads the output of `programs/packages/installed.js`.
 * @throws ShapeError if it has another shape
 */
export function readInstalled(text: string): Installed {
  const answer = readJson(text);
  const compiler = answer.at('compiler');
  return {
    versions: textsAt(answer.at('versions')),
    places: textsAt(answer.at('places')),
    scripted: answer
      .at('scripted')
      .items()
      .map((name) => plainLine(name.text())),
    compiler: compiler.value === null ? null : compiler.filledText(),
  };
}

function textsAt(place: JsonCursor): Record<string, string> {
  return Object.fromEntries(place.entries().map(([name, text]) => [plainLine(name), plainLine(text.text())]));
}

/** The words of a command, in which programs in node_modules are where they really are. */
export function foundWords(words: readonly string[], { places }: Pick<Installed, 'places'>): string[] {
  return words.map((word) => {
    const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(word)?.[1];
    const place = name !== undefined && Object.hasOwn(places, name) ? places[name] : undefined;
    return place === undefined ? word : place + word.slice('node_modules'.length);
  });
}

/** Packages with an install script that did not run, since nobody allows it. */
export function unscripted({
  installed: { scripted },
  installation: { scripts },
}: {
  readonly installed: Pick<Installed, 'scripted'>;
  /** Packages that may run one. */
  readonly installation: { readonly scripts: readonly string[] };
}): string[] {
  return scripted.filter((name) => !scripts.includes(name));
}

/** A package that a gate's tool needs. */
export interface NeededPackage {
  readonly name: string;
  /** Lowest major version that the gate supports. */
  readonly major: number;
  /** Packages that may replace it. */
  readonly instead?: readonly string[];
  /** How the project can leave it out. */
  readonly without: string;
}

/**
 * Why a tool cannot run with the packages that are installed.
 * @param add the command that adds a package for development
 * @param others packages to mention if one of them is installed instead of the tool
 * @returns undefined if it can run
 */
export function notInstalled(
  { versions, add }: Pick<Installed, 'versions'> & { readonly add: string },
  { name, major, instead = [], without }: NeededPackage,
  others: readonly string[] = [],
): string | undefined {
  const version = [name, ...instead].map((one) => versions[one]).find((found) => found !== undefined);
  if (version === undefined) {
    const found = others.filter((other) => other in versions);
    const there = found.length === 0 ? '' : ` (there is ${found.join(', ')})`;
    return `${name} is not installed${there}: ${add} ${name}, or ${without}`;
  }
  if (Number.parseInt(version, 10) >= major) return undefined;
  return `${name} ${version} is too old for this gate, ${String(major)} is the lowest: ${add} ${name}@latest, or ${without}`;
}
