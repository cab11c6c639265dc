/* pnpm-lock.yaml, lockfileVersion 5 to 9 (pnpm's sources, lockfile/types and deps/path). */
import { posix } from 'node:path';

import type { ReadLockfile, ReadPackage, ReadProject } from '../../src/gates/packages/read-lockfile.ts';
import { fieldsOf, itemsOf, textOf } from '../shared/json.ts';
import { type PnpmFormat, pnpmFormat } from './pnpm-paths.ts';
import { pnpmScripts } from './pnpm-scripts.ts';
import { aliasedIn, aliasTarget, type Request, requestsIn } from './requests.ts';
import { linesIn, LockfileError, type Source } from './source.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Reads all documents of the file: from pnpm 11 on, the first one may be about packages of its configuration. */
export function readPnpm(source: Source): ReadLockfile {
  const documents = itemsOf(source.document).map(fieldsOf);
  if (documents.length === 0) throw new LockfileError('it is empty');
  const aliased = aliasedIn([...source.manifests.values(), source.settings]);
  const parts = documents.map((document) => readDocument(document, source, aliased));
  const lines = linesIn(source.text);
  return {
    packages: parts.flatMap(({ packages }) => packages).map((one) => withLine(one, lines)),
    projects: parts.flatMap(({ projects }) => projects),
    scripts: pnpmScripts(source),
  };
}

function readDocument(
  document: Fields,
  { manifests }: Source,
  aliased: ReadonlySet<string>,
): Omit<ReadLockfile, 'scripts'> {
  const format = pnpmFormat(textOf(document['lockfileVersion']));
  const found = packagesOf(document, format);
  const importers = importersOf(document);
  const links: ReadPackage[] = [];
  const projects = [...importers].map(([folder, importer]): ReadProject => {
    const locate = ([name, reference]: Request): string[] => {
      if (reference.startsWith('link:')) {
        links.push(...strangeLink(folder, [name, reference], importers));
        return [];
      }
      const location = format.locate(name, reference);
      const target = found.get(location);
      if (target === undefined) return [];
      if (target.name !== name) stand(found, target, { name, wanted: specifierOf(importer, name), aliased });
      return [location];
    };
    return {
      label: folder === '.' ? '' : (textOf(fieldsOf(manifests.get(folder))['name']) ?? folder),
      needs: requestsIn(importer).flatMap(locate),
      developmentNeeds: requestsIn(importer, ['devDependencies', 'configDependencies']).flatMap(locate),
    };
  });
  return { packages: [...found.values(), ...links], projects };
}

/** A package that is asked for under another name: an alias if the request says so, else it only stands for another. */
function stand(
  found: Map<string, ReadPackage>,
  target: ReadPackage,
  request: { readonly name: string; readonly wanted: string; readonly aliased: ReadonlySet<string> },
): void {
  const { name, wanted, aliased } = request;
  const isAlias =
    aliasTarget(wanted) === target.name || wanted.startsWith('jsr:') || aliased.has(target.name);
  const more = isAlias ? { aliases: [...(target.aliases ?? []), name] } : { standsAs: name };
  found.set(target.location, { ...target, ...more });
}

function importersOf(document: Fields): ReadonlyMap<string, Fields> {
  const importers = Object.entries(fieldsOf(document['importers']));
  // Before lockfileVersion 6 a project without workspaces has its lists at the top.
  return new Map(
    importers.length === 0 ? [['.', document]] : importers.map(([key, one]) => [key, fieldsOf(one)]),
  );
}

/** The range that package.json has, as the lockfile repeats it. */
function specifierOf(importer: Fields, name: string): string {
  const lists = ['dependencies', 'devDependencies', 'optionalDependencies', 'configDependencies'];
  const own = lists.map((list) => textOf(fieldsOf(fieldsOf(importer[list])[name])['specifier']));
  return own.find((one) => one !== undefined) ?? textOf(fieldsOf(importer['specifiers'])[name]) ?? '';
}

/** A link that does not lead to a workspace: it installs a folder that is not locked. */
function strangeLink(
  folder: string,
  [name, reference]: Request,
  importers: ReadonlyMap<string, unknown>,
): ReadPackage[] {
  const target = posix.normalize(posix.join(folder, reference.slice('link:'.length)));
  if (importers.has(target)) return [];
  return [{ location: `${folder} > ${name}`, name, version: 'link', resolved: reference, needs: [] }];
}

function packagesOf(document: Fields, format: PnpmFormat): Map<string, ReadPackage> {
  const snapshots = Map.groupBy(Object.entries(fieldsOf(document['snapshots'])), ([full]) =>
    format.base(full),
  );
  const entries = Object.entries(fieldsOf(document['packages'])).map(
    ([key, value]): [string, ReadPackage] => {
      const entry = fieldsOf(value);
      const all = snapshots.get(key)?.map(([, one]) => fieldsOf(one)) ?? [entry];
      return [key, packageOf(key, entry, { all, format })];
    },
  );
  return new Map(entries.filter(([, { resolved }]) => !isWorkspace(resolved, document)));
}

function packageOf(
  location: string,
  entry: Fields,
  { all, format }: { readonly all: readonly Fields[]; readonly format: PnpmFormat },
): ReadPackage {
  const { name, version } = format.identity(location, entry);
  const integrity = textOf(fieldsOf(entry['resolution'])['integrity']);
  const resolved = resolvedOf(fieldsOf(entry['resolution']));
  const isOptional = all.every((one) => one['optional'] === 'true');
  return {
    location,
    name,
    version,
    ...(resolved === undefined ? {} : { resolved }),
    ...(integrity === undefined ? {} : { integrity }),
    // Of an optional package pnpm says so before it has seen it.
    hasInstallScript: entry['requiresBuild'] === 'true' && !isOptional,
    optional: isOptional,
    os: [entry['os']].flat().flatMap((one) => textOf(one) ?? []),
    needs: all
      .flatMap((one) => requestsIn(one))
      .map(([needed, reference]) => format.locate(needed, reference)),
  };
}

/** Where an archive comes from; nothing if that is the registry by name and version. */
function resolvedOf(resolution: Fields): string | undefined {
  const { type, repo, commit, directory, tarball, url } = resolution;
  if (type === 'git') return `git+${textOf(repo) ?? ''}#${textOf(commit) ?? ''}`;
  if (type === 'directory') return `file:${textOf(directory) ?? ''}`;
  if (type === 'variations') {
    return resolvedOf(fieldsOf(fieldsOf(itemsOf(resolution['variants'])[0])['resolution']));
  }
  return textOf(tarball) ?? textOf(url);
}

/** Whether a folder is a workspace, which pnpm copies where it is injected. */
function isWorkspace(resolved: string | undefined, document: Fields): boolean {
  if (resolved?.startsWith('file:') !== true) return false;
  return Object.hasOwn(fieldsOf(document['importers']), posix.normalize(resolved.slice('file:'.length)));
}

function withLine(one: ReadPackage, lines: ReadonlyMap<string, number>): ReadPackage {
  const line = lines.get(one.location);
  return line === undefined ? one : { ...one, line };
}
