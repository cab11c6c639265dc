/* yarn.lock of Yarn 1, as its own parser reads it (@yarnpkg/lockfile). Bun prints its binary lockfile as one. */
import type { ReadLockfile, ReadPackage } from '../../src/gates/packages/read-lockfile.ts';
import { fieldsOf, textOf } from '../shared/json.ts';
import { type Locate, locator, projectsIn } from './descriptors.ts';
import { aliasTarget, requestsIn, splitDescriptor } from './requests.ts';
import { linesIn, LockfileError, type Source } from './source.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Reads all entries. Yarn 1 runs the install scripts of every package. */
export function readYarnClassic(source: Source): ReadLockfile {
  const answer = fieldsOf(source.document);
  if (answer['type'] !== 'success')
    throw new LockfileError('it has a merge conflict: solve it and run yarn install');
  const entries = Object.entries(fieldsOf(answer['object']))
    .map(([descriptor, entry]) => [descriptor, fieldsOf(entry)] as const)
    .filter(([descriptor]) => !splitDescriptor(descriptor)[1].startsWith('workspace:'));
  const groups = [...Map.groupBy(entries, ([descriptor, entry]) => keyOf(descriptor, entry)).values()];
  const locations = groups.flatMap((group) =>
    group.map(([descriptor]) => [descriptor, group[0]?.[0] ?? ''] as const),
  );
  const locate = locator(new Map(locations), ([name, wanted]) => [`${name}@${wanted}`]);
  const lines = linesIn(source.text);
  return {
    packages: groups.flatMap((group) => packageOf(group, locate, lines)),
    projects: projectsIn(source.manifests, locate),
    scripts: { kind: 'all', names: [] },
  };
}

/** Descriptors of one entry have the same package, version and source. */
function keyOf(descriptor: string, { version, resolved, integrity }: Fields): string {
  return JSON.stringify([nameOf(descriptor), version, resolved, integrity]);
}

/** The package of a descriptor: an alias says it itself, `under@npm:underscore@1`. */
function nameOf(descriptor: string): string {
  const [name, wanted] = splitDescriptor(descriptor);
  return aliasTarget(wanted) ?? name;
}

function packageOf(
  group: readonly (readonly [string, Fields])[],
  locate: Locate,
  lines: ReadonlyMap<string, number>,
): ReadPackage[] {
  const [first] = group;
  if (first === undefined) return [];
  const [location, entry] = first;
  const resolved = resolvedOf(splitDescriptor(location)[1], textOf(entry['resolved']));
  const integrity = textOf(entry['integrity']);
  const line = lines.get(location);
  return [
    {
      location,
      name: nameOf(location),
      version: textOf(entry['version']) ?? 'unknown',
      ...(resolved === undefined ? {} : { resolved }),
      ...(integrity === undefined ? {} : { integrity }),
      ...(line === undefined ? {} : { line }),
      aliases: [...new Set(group.map(([descriptor]) => splitDescriptor(descriptor)[0]))],
      needs: requestsIn(entry).flatMap(locate),
    },
  ];
}

/** Where a package comes from. An entry for a folder says nothing of it, but what asks for it does. */
function resolvedOf(wanted: string, resolved: string | undefined): string | undefined {
  if (resolved !== undefined) return resolved;
  return /^(?:[a-z+]+:(?!.*@\d)|\.{0,2}\/|~\/)/i.test(wanted) && !wanted.startsWith('npm:')
    ? wanted
    : undefined;
}
