import type { LockedPackage } from './locked.ts';

/** Packages whose install scripts the manager runs, by its version and the project's own settings. */
export interface ScriptPolicy {
  /** `all` but the named ones, or `only` the named ones. */
  readonly kind: 'all' | 'only';
  readonly names: readonly string[];
}

/** Whether the manager runs the install script that a package has. */
export function runsScript(
  { name, aliases }: Pick<LockedPackage, 'name' | 'aliases'>,
  { kind, names }: ScriptPolicy,
): boolean {
  if (kind === 'all') return !names.includes(name);
  return [name, ...aliases].some((one) => names.includes(one));
}
