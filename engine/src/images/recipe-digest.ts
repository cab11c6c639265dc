import { createHash, type Hash } from 'node:crypto';

/** A file of a build context: its path with slashes, its bytes, and whether it may be executed. */
export interface ContextFile {
  readonly path: string;
  readonly content: Buffer;
  readonly executable: boolean;
}

/** Everything that decides what a recipe makes. */
export interface RecipeInputs {
  readonly name: string;
  readonly files: readonly ContextFile[];
  readonly target?: string | undefined;
  readonly buildArguments: Readonly<Record<string, string>>;
  /** `name@version integrity` of packages that come as files. */
  readonly packages: readonly string[];
  /** Digests of the roots under it. */
  readonly roots: readonly string[];
}

/** Adds a part with its length before it, so that no two lists of parts give the same bytes. */
function add(hash: Hash, part: string | Buffer): void {
  const bytes = Buffer.from(part);
  hash.update(`${bytes.length}:`).update(bytes);
}

/**
 * The digest of a recipe: the same recipe is made once per machine, and made anew when any of this changes.
 * Where packages are fetched from is no part of it, nor is the time.
 */
export function recipeDigest(inputs: RecipeInputs): string {
  const hash = createHash('sha256');
  add(hash, 'recipe 1');
  add(hash, inputs.name);
  add(hash, inputs.target ?? '');
  const lists = [
    inputs.files.toSorted((a, b) => (a.path < b.path ? -1 : 1)).flatMap(fileParts),
    Object.entries(inputs.buildArguments).toSorted().flat(),
    inputs.packages.toSorted(),
    [...inputs.roots],
  ];
  for (const parts of lists) {
    add(hash, String(parts.length));
    for (const part of parts) add(hash, part);
  }
  return hash.digest('hex');
}

/** The part of a file that counts. */
function fileParts({ path, content, executable }: ContextFile): (string | Buffer)[] {
  return [path, executable ? 'executable' : 'file', content];
}

/** The digest of a root: its suite, the certificates in it, and the settings that are written into it. */
export function rootDigest(suite: string, caBundle: Buffer | undefined, settings: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of ['root 1', suite, caBundle ?? '', ...settings]) add(hash, part);
  return hash.digest('hex');
}
