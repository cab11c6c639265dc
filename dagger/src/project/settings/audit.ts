import type { Text } from '../../verdict/figures.ts';
import type { JsonCursor } from '../../verdict/json.ts';
import { flagAt, sectionAt, textsAt } from './readers.ts';

/** Settings of the audit gate. */
export interface AuditSettings {
  /**
   * Packages that may run a script when they are installed; any other one is a HIGH finding. Default: none may, and those
   * that would are MEDIUM findings, since nobody has decided on them.
   */
  readonly installScripts?: readonly Text[];
  /** Registries that packages may come from, as URLs. Default: those of the project's `.npmrc`, else npm's own. */
  readonly registries?: readonly Text[];
  /** Whether the registry signs packages, so that signatures are checked. Default true. */
  readonly signatures: boolean;
}

/** Reads the settings of the audit gate. */
export function auditAt(place: JsonCursor): AuditSettings {
  const section = sectionAt(place, ['installScripts', 'registries', 'signatures']);
  const installScripts = section.at('installScripts').optional(textsAt);
  const registries = section.at('registries').optional(textsAt);
  return {
    ...(installScripts === undefined ? {} : { installScripts }),
    ...(registries === undefined ? {} : { registries }),
    signatures: section.at('signatures').optional(flagAt) ?? true,
  };
}
