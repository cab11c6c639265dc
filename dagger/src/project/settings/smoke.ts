import type { Text } from '../../verdict/figures.ts';
import type { JsonCursor } from '../../verdict/json.ts';
import { numberAt, pathAt, sectionAt, textsAt } from './readers.ts';

/** Settings of the smoke gate. */
export interface SmokeSettings {
  /** A program for Node, relative to the source, that talks to BASE_URL and exits 0 when all is well. */
  readonly conversation?: Text;
  /** Directories that the service may write to: its mounts in production. Default `/data`. */
  readonly mounts: readonly Text[];
  /**
   * Seconds in which the image must get healthy. Default 30.
   * @minimum 1
   * @maximum 600
   */
  readonly healthySeconds: number;
  /**
   * Seconds in which it must end after SIGTERM. Default 15.
   * @minimum 1
   * @maximum 600
   */
  readonly stopSeconds: number;
}

/** Reads the settings of the smoke gate. */
export function smokeAt(place: JsonCursor): SmokeSettings {
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
