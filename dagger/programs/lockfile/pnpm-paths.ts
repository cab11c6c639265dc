/* The keys of pnpm-lock.yaml, and the references that lead to them (pnpm's sources, deps/path). */
import { textOf } from '../shared/json.ts';
import { splitDescriptor } from './requests.ts';
import { LockfileError } from './source.ts';

/** How a lockfileVersion writes its keys. */
export interface PnpmFormat {
  /** The key of the package that a dependency leads to. */
  readonly locate: (name: string, reference: string) => string;
  /** The key of a package without what its peers were. */
  readonly base: (key: string) => string;
  /** Name and version of the package of a key. */
  readonly identity: (
    key: string,
    entry: Readonly<Record<string, unknown>>,
  ) => { readonly name: string; readonly version: string };
}

/**
 * The format of a lockfileVersion.
 * @throws LockfileError for one that is not known
 */
export function pnpmFormat(version: string | undefined): PnpmFormat {
  const format = { '5': format5, '6': format6, '9': format9 }[/^\d+/.exec(version ?? '')?.[0] ?? ''];
  if (format !== undefined) return format;
  throw new LockfileError(`expected lockfileVersion 5, 6 or 9, got ${version ?? 'none'}`);
}

const withoutPeers = (key: string): string => key.replace(/\(.*$/s, '');

const format9: PnpmFormat = {
  locate: (name, reference) => withoutPeers(isFull(reference) ? reference : `${name}@${reference}`),
  base: withoutPeers,
  identity: (key, entry) => told(entry, splitDescriptor(withoutPeers(key))),
};

/** Whether a reference has the name of its package: `other@1.0.0`, and not `1.0.0` or `https://host/a@b`. */
function isFull(reference: string): boolean {
  const at = reference.indexOf('@');
  if (at <= 0) return at === 0;
  const ends = [reference.indexOf(':'), reference.indexOf('(')].filter((end) => end !== -1);
  return ends.every((end) => at < end);
}

const format6: PnpmFormat = {
  locate: (name, reference) => (isKey(reference) ? reference : `/${name}@${reference}`),
  base: (key) => key,
  identity: (key, entry) => told(entry, splitDescriptor(withoutPeers(key.replace(/^\//, '')))),
};

const format5: PnpmFormat = {
  locate: (name, reference) => (isKey(reference) ? reference : `/${name}/${reference}`),
  base: (key) => key,
  identity: (key, entry) => {
    const parts = key.replace(/^\//, '').split('/');
    const length = parts[0]?.startsWith('@') === true ? 2 : 1;
    const version = (parts[length] ?? '').replace(/_.*$/, '');
    return told(entry, [parts.slice(0, length).join('/'), version]);
  },
};

/** Whether a reference is a key, and not the version of the package that is asked for. */
function isKey(reference: string): boolean {
  return reference.startsWith('file:') || withoutPeers(reference).includes('/');
}

/** An entry that does not come from a registry says who it is; for the others their key does. */
function told(
  entry: Readonly<Record<string, unknown>>,
  [name, version]: readonly [string, string],
): { readonly name: string; readonly version: string } {
  return { name: textOf(entry['name']) ?? name, version: textOf(entry['version']) ?? version };
}
