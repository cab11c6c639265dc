import { yamlFlags, yamlList } from '../../project/facts/yaml-lines.ts';
import type { ManagerName } from '../../project/facts/manager-signs.ts';
import type { JsonCursor } from '../../verdict/json.ts';
import { readIf } from '../../verdict/json-text.ts';
import type { Texts } from './manager.ts';

/** Files at the top in which a project says whose install scripts run. */
export const scriptFiles = ['package.json', 'pnpm-workspace.yaml'];

/** What a project tells its package manager of install scripts. */
interface OwnList {
  readonly allowed: readonly string[];
  readonly denied: readonly string[];
}

/**
 * Packages that may run an install script: those of `audit.installScripts`, and those that the project allows by its package
 * manager's own list. One that it denies there runs none, whatever the audit accepts.
 * @param listed `audit.installScripts`
 * @param texts of {@link scriptFiles}
 */
export function allowedScripts(listed: readonly string[], name: ManagerName, texts: Texts): string[] {
  const { allowed, denied } = ownLists[name](texts);
  const names = new Set([...listed, ...allowed].map(withoutVersion));
  const none = new Set(denied.map(withoutVersion));
  return [...names].filter((one) => !none.has(one)).sort();
}

/** Each manager's list: npm `allowScripts`, pnpm `allowBuilds` and others, Bun `trustedDependencies`, Yarn `built`. */
const ownLists: Readonly<Record<ManagerName, (texts: Texts) => OwnList>> = {
  npm: (texts) => flagged(flagsIn(texts, (manifest) => manifest.at('allowScripts'))),
  pnpm: pnpmList,
  yarn: (texts) =>
    flagged(
      flagsIn(
        texts,
        (manifest) => manifest.at('dependenciesMeta'),
        (meta) => meta.at('built'),
      ),
    ),
  bun: (texts) => ({ allowed: namesIn(texts, (manifest) => manifest.at('trustedDependencies')), denied: [] }),
};

function pnpmList(texts: Texts): OwnList {
  const yaml = texts['pnpm-workspace.yaml'] ?? '';
  const inYaml = (key: string): readonly string[] => yamlList(yaml, key) ?? [];
  const inJson = (key: string): string[] => namesIn(texts, (manifest) => manifest.at('pnpm').at(key));
  const builds = flagged([
    ...yamlFlags(yaml, 'allowBuilds'),
    ...flagsIn(texts, (manifest) => manifest.at('pnpm').at('allowBuilds')),
  ]);
  const none = ['ignoredBuiltDependencies', 'neverBuiltDependencies'];
  return {
    allowed: [...builds.allowed, ...inYaml('onlyBuiltDependencies'), ...inJson('onlyBuiltDependencies')],
    denied: [...builds.denied, ...none.flatMap((key) => [...inYaml(key), ...inJson(key)])],
  };
}

function flagged(flags: readonly (readonly [string, boolean])[]): OwnList {
  return {
    allowed: flags.filter(([, flag]) => flag).map(([name]) => name),
    denied: flags.filter(([, flag]) => !flag).map(([name]) => name),
  };
}

/** Names with true or false in package.json; what is neither is left out. */
function flagsIn(
  texts: Texts,
  place: (manifest: JsonCursor) => JsonCursor,
  flag: (entry: JsonCursor) => JsonCursor = (entry) => entry,
): [string, boolean][] {
  const entries = readIf(texts['package.json'] ?? '', (manifest) => place(manifest).optionalEntries());
  return (entries ?? []).flatMap(([name, entry]) => {
    const { value } = isRecord(entry.value) ? flag(entry) : entry;
    return typeof value === 'boolean' ? [[name, value]] : [];
  });
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function namesIn(texts: Texts, place: (manifest: JsonCursor) => JsonCursor): string[] {
  const items = readIf(texts['package.json'] ?? '', (manifest) => place(manifest).optionalItems());
  return (items ?? []).flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
}

/** `sharp@0.33.0 || 0.34.0` is sharp; the scope of `@a/b` is none. */
function withoutVersion(name: string): string {
  return name.replace(/^(@?[^@]+)@.*$/s, '$1');
}
