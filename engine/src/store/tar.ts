import { PassThrough, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { extract, pack, type Header } from 'tar-stream';
import type { ContentStore } from './content.ts';
import { treeOf, treePath, type Entry, type Tree } from './tree.ts';

/** A tree with its path and owner in an archive. */
export interface ArchivePart {
  readonly tree: Tree;
  /** Absolute path in the container. */
  readonly path: string;
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
}

type NamedHeader = Partial<Header> & Pick<Header, 'name'>;

/** One fixed moment for every file, so that equal content gives equal layers (reproducible-builds.org: SOURCE_DATE_EPOCH). */
const fixedTime = new Date(1_000_000_000_000);

/**
 * An archive (POSIX ustar/pax) of trees at their paths.
 *
 * Parents of a path are not in the archive: Docker makes those that are missing and leaves the others as they are. So
 * an empty tree has its own directory in it, or nothing would be made.
 */
export function archiveOf(store: ContentStore, parts: readonly ArchivePart[]): Readable {
  const archive = pack();
  const write = async (): Promise<void> => {
    for (const part of parts) {
      const owner = { uid: part.uid ?? 0, gid: part.gid ?? 0, mtime: fixedTime };
      const root = treePath(part.path);
      if (part.tree.entries.length === 0 || part.uid !== undefined) {
        if (root !== '') await add({ ...owner, name: root, type: 'directory', mode: 0o755 });
      }
      for (const entry of part.tree.entries)
        await addEntry(root === '' ? entry.path : `${root}/${entry.path}`, entry, owner);
    }
    archive.finalize();
  };
  const addEntry = (name: string, entry: Entry, owner: Partial<Header>): Promise<void> => {
    if (entry.kind === 'directory') return add({ ...owner, name, type: 'directory', mode: entry.mode });
    if (entry.kind === 'link')
      return add({ ...owner, name, type: 'symlink', linkname: entry.target, mode: 0o777 });
    const header = { ...owner, name, type: 'file' as const, mode: entry.mode };
    if (entry.sizeBytes <= smallBytes) return add(header, store.read(entry.digest));
    return addLarge({ ...header, size: entry.sizeBytes }, store.stream(entry.digest));
  };
  /** An image's archive has hundreds of megabytes: it passes through and is never in memory as a whole. */
  const addLarge = async (header: NamedHeader, content: Readable): Promise<void> => {
    const entry = archive.entry(header);
    for await (const chunk of content) {
      if (!entry.write(chunk)) await new Promise<void>((resolve) => entry.once('drain', () => resolve()));
    }
    await new Promise<void>((resolve, reject) => {
      entry.once('close', resolve).once('error', reject);
      entry.end(undefined);
    });
  };
  const add = (header: NamedHeader, content?: Buffer): Promise<void> =>
    new Promise((resolve, reject) => {
      archive.entry(header, content ?? '', (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  const output = new PassThrough();
  write().catch((error: unknown) =>
    output.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return archive.pipe(output);
}

/**
 * Takes an archive into the store.
 *
 * @param prefix Only entries below this relative path are taken, and it becomes the root ('' for all).
 */
export async function treeFromArchive(store: ContentStore, archive: Readable, prefix = ''): Promise<Tree> {
  const reader = extract();
  const failed = new Promise<never>((_, reject) => {
    archive.once('error', reject);
  });
  archive.pipe(reader);
  const read = async (): Promise<Tree> => {
    const entries = new Map<string, Entry>();
    for await (const item of reader) {
      const path = relativeTo(prefix, treePath(item.header.name));
      const entry =
        path === undefined
          ? undefined
          : await entryOf(store, path, item, (target) => entries.get(relativeTo(prefix, target) ?? ''));
      if (entry) entries.set(entry.path, entry);
      item.resume();
    }
    return treeOf(entries.values());
  };
  try {
    return await Promise.race([read(), failed]);
  } finally {
    archive.destroy();
  }
}

/** Up to this a content is taken as a whole: most of those that are read are in the store already. */
const smallBytes = 1024 * 1024;

function relativeTo(prefix: string, path: string): string | undefined {
  if (prefix === '') return path === '' ? undefined : path;
  return path.startsWith(`${prefix}/`) ? path.slice(prefix.length + 1) : undefined;
}

/** Devices, pipes and the like are left out: a tree has files, directories and links. */
async function entryOf(
  store: ContentStore,
  path: string,
  item: AsyncIterable<unknown> & { readonly header: Header },
  earlier: (path: string) => Entry | undefined,
): Promise<Entry | undefined> {
  const { header } = item;
  const mode = header.mode & 0o777;
  switch (header.type) {
    case 'directory':
      return { kind: 'directory', path, mode };
    case 'symlink':
      return { kind: 'link', path, target: header.linkname };
    case 'link':
      return hardLinked(earlier(treePath(header.linkname)), path, header.linkname);
    case 'file':
    case 'contiguous-file': {
      const content = Readable.from(item);
      const small = header.size <= smallBytes;
      return {
        kind: 'file',
        path,
        mode,
        ...(small ? store.put(await buffer(content)) : await store.putStream(content)),
      };
    }
    default:
      return undefined;
  }
}

function hardLinked(original: Entry | undefined, path: string, target: string): Entry {
  if (original?.kind === 'file') return { ...original, path };
  throw new Error(
    `cannot read ${path}: it is a hard link to ${target}, which is outside the directory asked for`,
  );
}
