import type { Digestible } from '../../store/digest.ts';
import type { ArchivePart } from '../../store/tar.ts';
import type { Mount } from '../common/values.ts';

/** The part of a mount that a command's result depends on: not the content of a cache volume, nor what is behind a socket. */
export function mountKey(mount: Mount): Digestible {
  const { kind, path } = mount;
  switch (kind) {
    case 'secret':
      return { kind, path, key: mount.secret.key, uid: mount.uid, gid: mount.gid, mode: mount.mode };
    case 'cache':
      return { kind, path, volume: mount.volume, owner: mount.owner };
    case 'directory':
      return { kind, path, tree: mount.tree.digest, owner: mount.owner };
    case 'file':
      return { kind, path, digest: mount.digest, executable: mount.executable };
    case 'socket':
      return { kind, path, source: mount.source };
    case 'temp':
      return { kind, path };
  }
}

/** The contents of mounted directories: each has an unnamed volume, which is filled before the command starts. */
export function directoryParts(mounts: readonly Mount[]): ArchivePart[] {
  return mounts.flatMap((mount) =>
    mount.kind === 'directory' ? [{ tree: mount.tree, path: mount.path, ...mount.owner }] : [],
  );
}
