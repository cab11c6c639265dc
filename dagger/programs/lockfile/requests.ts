/* What manifests ask for: the lists of package.json, and aliases in them. */
import { fieldsOf, textOf } from '../shared/json.ts';

/** Lists of what a package needs at run time. */
export const runtimeLists = ['dependencies', 'optionalDependencies', 'peerDependencies'];
const installedLists = ['dependencies', 'optionalDependencies'];

/** A name with what is asked for under it: a range, an alias, an address. */
export type Request = readonly [name: string, wanted: string];

/** What a record asks for in some of its lists. */
export function requestsIn(record: unknown, lists: readonly string[] = installedLists): Request[] {
  const fields = fieldsOf(record);
  return lists.flatMap((list) =>
    Object.entries(fieldsOf(fields[list])).flatMap(([name, value]): Request[] => {
      // pnpm has a record with the range and the version that was found.
      const wanted = textOf(value) ?? textOf(fieldsOf(value)['version']);
      return wanted === undefined ? [] : [[name, wanted]];
    }),
  );
}

/** The package that an alias leads to: `underscore` of `npm:underscore@1`; undefined of what is no alias. */
export function aliasTarget(wanted: string): string | undefined {
  return /^npm:((?:@[^/@]+\/)?[^@/]+)(?:@|$)/.exec(wanted)?.[1];
}

/** Names of packages that aliases anywhere in some documents lead to, whether in dependencies, overrides or catalogs. */
export function aliasedIn(documents: readonly unknown[]): ReadonlySet<string> {
  return new Set(documents.flatMap(textsIn).flatMap((text) => aliasTarget(text) ?? []));
}

/** All texts in a value, at any depth. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Name and range of a descriptor: `@a/b@^1.0.0`. */
export function splitDescriptor(descriptor: string): Request {
  const at = descriptor.indexOf('@', 1);
  return at === -1 ? [descriptor, ''] : [descriptor.slice(0, at), descriptor.slice(at + 1)];
}
