import type { Text } from '../../verdict/figures.ts';
import type { JsonCursor } from '../../verdict/json.ts';
import { pathAt, sectionAt } from './readers.ts';

/** Settings of deployments. */
export interface DeploySettings {
  /**
   * A program for Node, relative to the source and one file, that uses the service at BASE_URL while it is replaced and
   * reads back what was acknowledged (`deploy/proof/parse.ts` says what it prints). Default: none, nothing is written.
   */
  readonly load?: Text;
}

/** Reads the settings of deployments. */
export function deployAt(place: JsonCursor): DeploySettings {
  const load = sectionAt(place, ['load']).at('load').optional(pathAt);
  return load === undefined ? {} : { load };
}
