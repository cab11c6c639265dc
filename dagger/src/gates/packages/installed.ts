import { readJson } from '../../verdict/json-text.ts';
import { plainLine } from '../../verdict/plain-text.ts';

/** What is installed in a project's node_modules, as `programs/packages/installed.js` prints it. */
export interface Installed {
  /** Versions of the packages in the top folder. */
  readonly versions: Readonly<Record<string, string>>;
  /** Packages with an install script. It did not run, because the pipeline runs none. */
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
    versions: Object.fromEntries(
      answer
        .at('versions')
        .entries()
        .map(([name, version]) => [plainLine(name), plainLine(version.text())]),
    ),
    scripted: answer
      .at('scripted')
      .items()
      .map((name) => plainLine(name.text())),
    compiler: compiler.value === null ? null : compiler.filledText(),
  };
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
