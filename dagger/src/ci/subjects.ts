import type { Weakening } from '../verdict/model.ts';
import { checkLockfile } from '../gates/audit/lockfile.ts';
import { registriesInSettings } from '../gates/audit/managers/all.ts';
import { hostsOf } from '../gates/audit/notes.ts';
import { registriesIn } from '../gates/audit/npmrc.ts';
import { listed } from './settings.ts';
import { scopeOf } from '../gates/lint/tool-scope.ts';
import { callsAmong } from '../project/facts/lint-calls.ts';
import { type LintProgram, lintPrograms } from '../project/facts/lint-options.ts';

/** Files, tests and registries that the gates of a project check. */
export interface Subjects {
  /** Files and folders that a gate checks, and whether each exists. */
  readonly places: Readonly<Record<string, boolean>>;
  /** Paths of test files. */
  readonly tests: readonly string[];
  /** The text of package-lock.json; undefined where there is none. */
  readonly lockfile: string | undefined;
  /** The text of `.npmrc`; empty where there is none. */
  readonly npmrc: string;
  /** Texts of the settings files of the other package managers, by name. */
  readonly managerSettings: Readonly<Record<string, string>>;
  /** The scripts of package.json, which say what linters look at. Default none. */
  readonly scripts?: ReadonlyMap<string, string>;
}

/** Reductions against the target branch: files that are gone, fewer tests, new registry hosts. */
export function weakerSubjects(own: Subjects, base: Subjects): Weakening[] {
  const gone = Object.keys(base.places).filter((place) => base.places[place] && !own.places[place]);
  const fewer = own.tests.length < base.tests.length;
  const missing = base.tests.filter((file) => !own.tests.includes(file));
  const text = `${String(own.tests.length)}, there ${String(base.tests.length)}; gone:`;
  const known = originsOf(base);
  const hosts = originsOf(own).filter((host) => !known.includes(host));
  const knownThere = hostsOf(registriesInSettings(base.managerSettings));
  const settingsHosts = hostsOf(registriesInSettings(own.managerSettings)).filter(
    (host) => ![...known, ...knownThere].includes(host),
  );
  return [
    ...gone.map((place) => ({
      setting: place,
      text: 'is missing: the gates that need it have nothing to check',
    })),
    ...(fewer ? listed('test files', text, missing) : []),
    ...lintPrograms.flatMap((tool) => narrowed(tool, own, base)),
    ...listed('package-lock.json, .npmrc', 'take packages from', hosts),
    ...listed('settings of the package manager', 'take packages from', settingsHosts),
  ].map((setting) => ({ ...setting, than: 'base' }));
}

/** Hosts that packages come from, by the lockfile and by `.npmrc`. */
function originsOf({ lockfile, npmrc }: Subjects): string[] {
  const report = lockfile === undefined ? undefined : checkLockfile(lockfile);
  const origins = report?.ok === true ? report.facts.origins : [];
  return hostsOf([...origins, ...registriesIn(npmrc)]);
}

/** What a linter looks at by the scripts, where that is another choice of files than on the target branch. */
function narrowed(tool: LintProgram, own: Subjects, base: Subjects): { setting: string; text: string }[] {
  const [is, was] = [own, base].map(({ scripts }) => pathsOf(tool, scripts));
  if (is === undefined || is === was) return [];
  return [
    {
      setting: `scripts for ${tool}`,
      text: `let it look at ${is} alone, there at ${was ?? 'the whole source'}`,
    },
  ];
}

/** Undefined for the whole source. */
function pathsOf(tool: LintProgram, scripts: Subjects['scripts']): string | undefined {
  const calls = callsAmong(scripts ?? new Map<string, string>()).filter((call) => call.tool === tool);
  return scopeOf(calls)?.paths;
}
