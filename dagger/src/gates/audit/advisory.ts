import type { Finding, Severity } from '../../verdict/finding.ts';
import { type JsonCursor, ShapeError } from '../../verdict/json.ts';
import type { LockedPackage, Lockfile } from '../packages/locked.ts';
import { makeFinding, weaknesses } from '../../tools/make-finding.ts';
import { plainLine } from '../../verdict/plain-text.ts';
import { severityAt } from '../../tools/severity.ts';
import { firstFixed, inRange } from './version-range.ts';

/** An advisory of npm's registry about a package, as any manager's report has it. */
export interface Advisory {
  /** Its GHSA; else the registry's own number. */
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  /** The affected versions: `<4.17.21`. */
  readonly range: string;
  readonly url: string | undefined;
  readonly aliases: readonly string[];
  readonly weaknesses: readonly string[];
  /** First version without the flaw, where the advisory tells. */
  readonly fixedIn: string | undefined;
}

/** The keys under which a report has the parts of an advisory. */
export interface AdvisoryKeys {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly severity: string;
  readonly range: string;
}

/** Keys of the registry's own answers, which most managers hand on. */
const registryKeys: AdvisoryKeys = {
  id: 'id',
  title: 'title',
  url: 'url',
  severity: 'severity',
  range: 'vulnerable_versions',
};

/**
 * Reads an advisory.
 * @throws ShapeError if it is none
 */
export function readAdvisory(place: JsonCursor, keys: AdvisoryKeys = registryKeys): Advisory {
  const url = place.at(keys.url).optionalText();
  const range = plainLine(place.at(keys.range).text());
  const title = plainLine(place.at(keys.title).text(), 400);
  const fixed = /^>=\s*v?(\d[\w.+-]{0,60})/.exec(place.at('patched_versions').optionalText() ?? '')?.[1];
  return {
    id: identifierOf(place.at(keys.id), url),
    severity: severityAt('npm-audit', place.at(keys.severity)),
    title,
    range,
    url,
    aliases: cvesOf(place, title),
    weaknesses: weaknesses(texts(place.at('cwe')).flatMap((text) => text.split(','))),
    fixedIn: fixed ?? firstFixed(range),
  };
}

/** The advisory's GHSA, which the bulk endpoint gives only in the address; else npm's own number. */
function identifierOf(id: JsonCursor, url = ''): string {
  const ghsa = /GHSA(?:-[0-9a-z]{4}){3}/i.exec(url)?.[0];
  return ghsa ?? `npm-${typeof id.value === 'number' ? String(id.value) : id.text()}`;
}

/** CVEs, if the registry's advisory names them; the bulk endpoint of npm's registry does not. */
function cvesOf(place: JsonCursor, title: string): string[] {
  const named = [...texts(place.at('cves')), ...(title.match(/CVE-\d{4}-\d{4,}/g) ?? [])];
  return [...new Set(named)];
}

/** A list of texts, or a single one, as pnpm 11 writes it. */
function texts(place: JsonCursor): string[] {
  return typeof place.value === 'string' ? [place.value] : place.optionalItems().map((item) => item.text());
}

/** What a finding says beside the advisory. */
export interface FindingPlace {
  readonly tool: string;
  readonly file: string;
  readonly fix: string;
  readonly path: string | undefined;
}

/** The finding of an installed package that an advisory affects. */
export function advisoryFinding(
  advisory: Advisory,
  copy: Pick<LockedPackage, 'name' | 'version' | 'production'>,
  { tool, file, fix, path }: FindingPlace,
): Finding {
  const { id, severity, title, range, url, aliases, weaknesses: tags, fixedIn } = advisory;
  return makeFinding({
    tool,
    rule: id,
    severity,
    message: `${copy.name} ${copy.version} (affected: ${range}): ${title}`,
    file,
    fix,
    url,
    aliases,
    tags,
    dependency: {
      name: copy.name,
      version: copy.version,
      ...(path === undefined ? {} : { path }),
      production: copy.production,
      range,
      ...(fixedIn === undefined ? {} : { fixedIn }),
    },
  });
}

/** An advisory, the package that it is about, and the installed versions that the report names, if it does. */
export interface Affected {
  readonly name: string;
  readonly advisory: Advisory;
  readonly versions?: readonly string[];
}

/**
 * One finding for each advisory and each installed version of its package that it affects.
 * @param update the command that updates a package; its name follows
 * @throws ShapeError if the report is about a package that the lockfile does not have
 */
export function advisoryFindings(
  affected: readonly Affected[],
  lockfile: Lockfile,
  { tool, update }: { readonly tool: string; readonly update: string },
): Finding[] {
  const byName = Map.groupBy(lockfile.packages.values(), ({ name }) => name);
  return affected.flatMap(({ name, advisory, versions }) => {
    const copies = (byName.get(name) ?? []).filter(({ version }) =>
      versions === undefined ? inRange(version, advisory.range) : versions.includes(version),
    );
    if (copies.length === 0) {
      const which = plainLine(`${name} ${versions?.join(', ') ?? advisory.range}`, 200);
      throw new ShapeError(`the report is about ${which}: expected a package of ${lockfile.file}`);
    }
    return [...Map.groupBy(copies, ({ version }) => version).values()].map((same) =>
      advisoryFinding(advisory, mergedCopy(name, same), {
        tool,
        file: lockfile.file,
        fix: fixOf(`${update} ${plainLine(name)}`, advisory),
        path: shortest(same.flatMap(({ location }) => lockfile.paths.get(location) ?? [])),
      }),
    );
  });
}

/** Copies of one version in several places are one finding: it is in production if one of them is. */
function mergedCopy(
  name: string,
  copies: readonly LockedPackage[],
): Pick<LockedPackage, 'name' | 'version' | 'production'> {
  const version = copies[0]?.version ?? 'unknown';
  return { name, version, production: copies.some(({ production }) => production) };
}

function shortest(paths: readonly string[]): string | undefined {
  return paths.toSorted((one, other) => one.length - other.length)[0];
}

function fixOf(command: string, { fixedIn, range }: Advisory): string {
  return fixedIn === undefined
    ? `${command}, to a version outside of ${range}, where there is one.`
    : `${command}, to ${fixedIn} or later. If another package asks for the old one, update that package.`;
}
