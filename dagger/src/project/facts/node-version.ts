import { type Fact, fact, type Found } from './fact.ts';
import { type ReadNode, readNode, supportedMajors } from './node-words.ts';
import type { Sources } from './sources.ts';
import { onlyVersion, toolVersions } from './version-files.ts';

/** The version of Node that a project wants. */
export interface NodeVersion {
  /** As the project says it: `22.1.0`, `lts/jod`, `>=20`. */
  readonly said: string;
  /** Its major; for a range, the one that was chosen from it. */
  readonly major: number;
}

/** A version that is said, and read. */
interface Candidate {
  readonly said: Fact<string>;
  readonly read: ReadNode;
}

/**
 * The version of Node of a project. Where its files contradict each other, the first of this order counts, and the
 * others are told:
 *
 * 1. `.nvmrc`, `.node-version`, `.tool-versions`, `mise.toml`, `volta` and `devEngines.runtime`: the version that people
 *    develop with. `.nvmrc` comes first, since most tools and CI systems read it.
 * 2. `engines.node`: what the project supports, mostly a range. Of a range with several majors, the one of the
 *    Dockerfile is taken if it is one of them, because that is what is shipped; else the highest supported one.
 * 3. The image that the Dockerfile's last stage is from.
 * @param image the version by the Dockerfile
 */
export function nodeVersionOf(
  sources: Sources,
  image: Fact<string> | undefined,
): Found<Fact<NodeVersion> | undefined> {
  const said = [...developed(sources), ...supported(sources)];
  const { candidates, unread } = readAll(image === undefined ? said : [...said, image]);
  const [first, ...others] = candidates;
  if (first === undefined) return { found: undefined, notes: unread };
  const shipped = image === undefined ? undefined : others.find(({ said: one }) => one === image);
  const narrows = isNarrowed(first, shipped);
  const major = narrows && shipped !== undefined ? shipped.read.major : first.read.major;
  return {
    found: fact({ said: first.said.value, major }, first.said.from, narrows ? shipped?.said.from : undefined),
    notes: [...unread, ...contradictions(first, major, others), ...unsupported(first, major)],
  };
}

/** A range of several majors is narrowed by the image that is shipped, if that is one of them and supported. */
function isNarrowed({ read }: Candidate, shipped: Candidate | undefined): boolean {
  if (shipped === undefined || !read.isOpen || shipped.read.isOpen) return false;
  const { major } = shipped.read;
  return read.allows(major) && supportedMajors.some((one) => one === major);
}

function developed({ files, root }: Sources): Fact<string>[] {
  const volta = root?.volta.get('node');
  const runtimes = (root?.devRuntimes ?? []).flatMap(({ name, version }) =>
    name === 'node' && version !== undefined
      ? [fact(version, `package.json: devEngines.runtime ${JSON.stringify(`node@${version}`)}`)]
      : [],
  );
  const alone = ['.nvmrc', '.node-version'].flatMap((file) => onlyVersion(files, file) ?? []);
  return [
    ...alone,
    ...toolVersions(files, ['nodejs', 'node']),
    ...(volta === undefined ? [] : [fact(volta, `package.json: volta.node ${JSON.stringify(volta)}`)]),
    ...runtimes,
  ];
}

function supported({ root }: Sources): Fact<string>[] {
  const range = root?.engines.get('node');
  return range === undefined ? [] : [fact(range, `package.json: engines.node ${JSON.stringify(range)}`)];
}

function readAll(said: readonly Fact<string>[]): { candidates: Candidate[]; unread: string[] } {
  const read = said.map((one) => ({ said: one, read: readNode(one.value) }));
  return {
    candidates: read.flatMap((one) => (one.read === undefined ? [] : [{ said: one.said, read: one.read }])),
    unread: read.flatMap((one) =>
      one.read === undefined ? [`${one.said.from}: no version of Node: left out`] : [],
    ),
  };
}

function contradictions({ said }: Candidate, major: number, others: readonly Candidate[]): string[] {
  const against = others.filter(({ read }) => !read.allows(major));
  return against.map((other) => `${other.said.from} contradicts ${said.from}, which counts`);
}

function unsupported({ said }: Candidate, major: number): string[] {
  if (supportedMajors.some((one) => one === major)) return [];
  return [
    `${said.from}: Node ${String(major)} is none of ${supportedMajors.join(', ')}, which gates have images of`,
  ];
}
