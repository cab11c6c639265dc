import type { Parsed } from './answer.ts';
import { unreadable } from './answer.ts';

/** What the guard saw. */
export interface LockfileFacts {
  /** Packages from a registry. */
  readonly packages: number;
  /** Workspaces of the project itself. */
  readonly workspaces: number;
  /** Packages that run a script when they are installed, allowed or not. */
  readonly installScripts: readonly string[];
}

/** What the project allows. */
export interface LockfileRules {
  /** Registries that packages may come from, as URLs. Default: npm's own. An entry without `resolved` counts as the configured one. */
  readonly registries?: readonly string[];
  /** Names of packages that may run a script when they are installed. Default: none. */
  readonly installScripts?: readonly string[];
}

/**
 * Checks `package-lock.json` (lockfileVersion 2 or 3): every package from a registry in use, with integrity, no git,
 * http or file source, install scripts only where they are allowed. Findings are of the tool `lockfile`.
 * @returns not ok when it is no such lockfile or lists no package
 */
export function checkLockfile(text: string, rules: LockfileRules = {}): Parsed<LockfileFacts> {
  return unreadable(
    'lockfile',
    `${String(text.length)} characters with ${JSON.stringify(rules)} are not read yet`,
  );
}
