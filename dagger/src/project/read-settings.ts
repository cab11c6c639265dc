import type { Exception } from '../verdict/exceptions.ts';
import type { Bounds, JsonCursor } from '../verdict/json.ts';
import { sourcePath } from './arguments.ts';
import * as settings from './settings.ts';

/** A part of `pipeline.json` with the given keys; empty if the file does not have it. */
function sectionAt(place: JsonCursor, keys: readonly string[]): JsonCursor {
  return place.value === undefined ? place : place.only(keys);
}

/** A path in the source, in its normal form. */
function pathAt(place: JsonCursor): string {
  return sourcePath(`pipeline.json: ${place.pointer}`, place.filledText());
}

const textAt = (place: JsonCursor): string => place.filledText();
const textsAt = (place: JsonCursor): string[] => place.list(textAt);
const pathsAt = (place: JsonCursor): string[] => place.list(pathAt);
const flagAt = (place: JsonCursor): boolean => place.boolean();
const numberAt =
  (bounds: Bounds) =>
  (place: JsonCursor): number =>
    place.numberWithin(bounds);

export function coverageAt(place: JsonCursor): settings.CoverageSettings {
  const section = sectionAt(place, ['lines']);
  return { lines: section.at('lines').optional(numberAt({ from: 0, to: 100 })) ?? 85 };
}

export function testAt(place: JsonCursor): settings.TestSettings {
  const section = sectionAt(place, ['postgres', 'arguments', 'timeoutSeconds', 'retries', 'flaky']);
  return {
    postgres: section.at('postgres').optional(flagAt) ?? false,
    arguments: section.at('arguments').optional(textsAt) ?? [],
    timeoutSeconds: section.at('timeoutSeconds').optional(numberAt({ from: 1, to: 7200 })) ?? 900,
    retries: section.at('retries').optional((count) => count.oneOf(settings.retryCounts)) ?? 0,
    flaky: section.at('flaky').optional((rule) => rule.oneOf(settings.flakyRules)) ?? 'pass',
  };
}

export function imageAt(place: JsonCursor): settings.ImageSettings {
  const section = sectionAt(place, ['timeoutSeconds']);
  return { timeoutSeconds: section.at('timeoutSeconds').optional(numberAt({ from: 1, to: 7200 })) ?? 1800 };
}

export function smokeAt(place: JsonCursor): settings.SmokeSettings {
  const section = sectionAt(place, ['conversation', 'mounts', 'healthySeconds', 'stopSeconds']);
  const seconds = numberAt({ from: 1, to: 600 });
  const conversation = section.at('conversation').optional(pathAt);
  return {
    ...(conversation === undefined ? {} : { conversation }),
    mounts: section.at('mounts').optional(textsAt) ?? ['/data'],
    healthySeconds: section.at('healthySeconds').optional(seconds) ?? 30,
    stopSeconds: section.at('stopSeconds').optional(seconds) ?? 15,
  };
}

export function lintAt(place: JsonCursor): settings.LintSettings {
  const section = sectionAt(place, ['tools', 'warnings', 'suppressions', 'parts']);
  const suppressions = section.at('suppressions').optional(numberAt({ from: 0, to: 1_000_000 }));
  const warnings = section.at('warnings').optional((rule) => rule.oneOf(settings.warningRules));
  const named = section.at('tools');
  const tools = named.optional((list) => list.list((tool) => tool.oneOf(settings.lintTools)));
  if (tools?.length === 0) throw named.mismatch('a tool at least: leave lint out of /gates to go without');
  return {
    ...(tools === undefined ? {} : { tools: settings.lintTools.filter((tool) => tools.includes(tool)) }),
    ...(warnings === undefined ? {} : { warnings }),
    ...(suppressions === undefined ? {} : { suppressions }),
    parts: section.at('parts').optional(pathsAt) ?? [],
  };
}

export function semgrepAt(place: JsonCursor): settings.SemgrepSettings {
  return { exclude: sectionAt(place, ['exclude']).at('exclude').optional(textsAt) ?? [] };
}

export function auditAt(place: JsonCursor): settings.AuditSettings {
  const section = sectionAt(place, ['installScripts', 'registries', 'signatures']);
  const registries = section.at('registries').optional(textsAt);
  return {
    installScripts: section.at('installScripts').optional(textsAt) ?? [],
    ...(registries === undefined ? {} : { registries }),
    signatures: section.at('signatures').optional(flagAt) ?? true,
  };
}

export function scanAt(place: JsonCursor): settings.ScanSettings {
  const section = sectionAt(place, ['ignoreUnfixed', 'maxDatabaseAgeHours', 'skip']);
  const hours = numberAt({ from: 1, to: 8760 });
  return {
    ignoreUnfixed: section.at('ignoreUnfixed').optional(flagAt) ?? false,
    maxDatabaseAgeHours: section.at('maxDatabaseAgeHours').optional(hours) ?? 168,
    skip: section.at('skip').optional(pathsAt) ?? [],
  };
}

export function licencesAt(place: JsonCursor, isInUse: boolean): settings.LicenceSettings {
  const named = sectionAt(place, ['allowed']).at('allowed');
  const allowed = named.optional(textsAt) ?? [];
  if (isInUse && allowed.length === 0) {
    throw named.mismatch('the licences that packages may have, because /gates names licences');
  }
  return { allowed };
}

export function deployAt(place: JsonCursor): settings.DeploySettings {
  const load = sectionAt(place, ['load']).at('load').optional(pathAt);
  return load === undefined ? {} : { load };
}

/** An exception for a finding of one of some tools. */
export function exceptionAt(place: JsonCursor, tools: readonly string[]): Exception {
  place.only(['tool', 'id', 'reason', 'owner', 'expires']);
  return {
    tool: place.at('tool').oneOf(tools),
    id: place.at('id').filledText(),
    reason: place.at('reason').filledText(),
    owner: place.at('owner').filledText(),
    expires: dayAt(place.at('expires')),
  };
}

/** A day as YYYY-MM-DD (RFC 3339, full-date). */
function dayAt(place: JsonCursor): string {
  const day = place.filledText();
  const time = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  // Date.parse takes the 30th of February for the 2nd of March in some engines.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day) {
    throw place.mismatch('a day as YYYY-MM-DD');
  }
  return day;
}
