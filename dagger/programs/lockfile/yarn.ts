/* yarn.lock of Yarn 2 to 4 (its sources, Project.ts, setupResolutions and generateLockfile). */
import { Buffer } from 'node:buffer';

import type { ReadLockfile, ReadPackage, ReadProject } from '../../src/gates/packages/read-lockfile.ts';
import type { ScriptPolicy } from '../../src/gates/packages/script-policy.ts';
import { fieldsOf, itemsOf, textOf } from '../shared/json.ts';
import { type Locate, locator } from './descriptors.ts';
import { aliasTarget, requestsIn, runtimeLists, splitDescriptor } from './requests.ts';
import { linesIn, LockfileError, type Source } from './source.ts';

type Fields = Readonly<Record<string, unknown>>;

/** An entry with its descriptors, and the package that it was resolved to. */
interface Entry {
  readonly descriptors: readonly string[];
  readonly fields: Fields;
  readonly name: string;
  /** What follows the name: `npm:1.0.0`, `workspace:packages/a`, `https://host/a.tgz`. */
  readonly reference: string;
}

/** Reads all entries. */
export function readYarn(source: Source): ReadLockfile {
  const document = fieldsOf(itemsOf(source.document)[0]);
  if (!('__metadata' in document))
    throw new LockfileError('it has no __metadata: expected a lockfile of Yarn 2 to 4');
  const entries = Object.entries(document).flatMap(([key, value]) => entryOf(key, fieldsOf(value)));
  const packages = entries.filter(({ reference }) => !reference.startsWith('workspace:'));
  const locations = packages.flatMap(({ descriptors }) =>
    descriptors.map((descriptor) => [descriptor, descriptors[0] ?? ''] as const),
  );
  const locate = locator(new Map(locations), ([name, wanted]) => [
    `${name}@${wanted}`,
    // Until its version 6 the lockfile does not repeat the protocol of a request.
    `${name}@npm:${wanted}`,
  ]);
  const lines = linesIn(source.text);
  return {
    packages: packages.map((entry) => packageOf(entry, locate, lines)),
    projects: entries
      .filter(({ reference }) => reference.startsWith('workspace:'))
      .map((entry) => projectOf(entry, source, locate)),
    scripts: scriptsOf(source),
  };
}

function entryOf(key: string, fields: Fields): Entry[] {
  if (key === '__metadata') return [];
  const [name, reference] = splitDescriptor(textOf(fields['resolution']) ?? '');
  if (name === '' || reference === '')
    throw new LockfileError(`the entry ${key.slice(0, 200)} has no resolution`);
  return [{ descriptors: key.split(/ *, */), fields, name, reference }];
}

function packageOf(
  { descriptors, fields, name, reference }: Entry,
  locate: Locate,
  lines: ReadonlyMap<string, number>,
): ReadPackage {
  const location = descriptors[0] ?? '';
  const resolved = resolvedOf(reference);
  const integrity = integrityOf(textOf(fields['checksum']));
  const conditions = textOf(fields['conditions']);
  const line = lines.get(location);
  const asked = descriptors.map(splitDescriptor);
  const strange = asked.find(([own, wanted]) => own !== name && aliasTarget(wanted) !== name);
  return {
    location,
    name,
    version: textOf(fields['version']) ?? 'unknown',
    ...(resolved === undefined ? {} : { resolved }),
    ...(integrity === undefined ? {} : { integrity }),
    ...(line === undefined ? {} : { line }),
    ...(strange === undefined ? {} : { standsAs: strange[0] }),
    aliases: [...new Set(asked.map(([own]) => own))],
    // Yarn keeps no checksum of what only some systems install.
    withoutIntegrity: conditions !== undefined && integrity === undefined,
    optional: conditions !== undefined,
    os: [...(conditions ?? '').matchAll(/\bos=([^\s&|()]+)/g)].map(([, system = '']) => system),
    needs: requestsIn(fields).flatMap(locate),
  };
}

/** Where an archive comes from; nothing for the registry, and for a patch, whose package has an entry of its own. */
function resolvedOf(reference: string): string | undefined {
  const archive = /::(?:.*&)?__archiveUrl=([^&]+)/.exec(reference)?.[1];
  if (archive !== undefined) return decoded(archive);
  return /^(?:npm|patch):/.test(reference) ? undefined : reference;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Yarn's checksum is the SHA-512 of the archive that it makes, after the version of its cache: `10c0/HEX`. */
function integrityOf(checksum: string | undefined): string | undefined {
  const hex = /^(?:[^/]+\/)?([0-9a-f]{128})$/i.exec(checksum ?? '')?.[1];
  return hex === undefined ? checksum : `sha512-${Buffer.from(hex, 'hex').toString('base64')}`;
}

/** A workspace. Its entry has all of its dependencies in one list; package.json knows which are for development. */
function projectOf({ name, reference, fields }: Entry, { manifests }: Source, locate: Locate): ReadProject {
  const folder = reference.slice('workspace:'.length);
  const manifest = manifests.get(folder);
  const runtime = new Set(requestsIn(manifest, runtimeLists).map(([own]) => own));
  const isNeeded = ([own]: readonly [string, string]): boolean => manifest === undefined || runtime.has(own);
  const requests = requestsIn(fields);
  return {
    label: folder === '.' ? '' : name,
    needs: requests.filter(isNeeded).flatMap(locate),
    developmentNeeds: requests.filter((request) => !isNeeded(request)).flatMap(locate),
  };
}

/**
 * Whose install scripts Yarn runs: by `enableScripts`, else by its own default, which was true up to Yarn 4.13; but for
 * packages that package.json decides on (yarnpkg.com/configuration/manifest, dependenciesMeta.built).
 */
function scriptsOf({ settings, manifests, defaults }: Source): ScriptPolicy {
  const named = textOf(fieldsOf(settings)['enableScripts']);
  const isOn = (named ?? defaults.trim()) !== 'false';
  const metas = Object.entries(fieldsOf(fieldsOf(manifests.get('.'))['dependenciesMeta']));
  const decided = metas.flatMap(([descriptor, meta]) =>
    fieldsOf(meta)['built'] === !isOn ? [splitDescriptor(descriptor)[0]] : [],
  );
  return { kind: isOn ? 'all' : 'only', names: decided };
}
