import type { Text } from '../../verdict/figures.ts';
import { type JsonCursor, ShapeError } from '../../verdict/json.ts';
import { numberAt, pathAt, sectionAt, textAt } from './readers.ts';

/** Build arguments that the pipeline sets, and that say which source the image is of. */
const ownArguments = ['REVISION', 'CREATED'];

/** Settings of the image gate. */
export interface ImageSettings {
  /**
   * Seconds after which a build of the image counts as hung. Default 1800.
   * @minimum 1
   * @maximum 7200
   */
  readonly timeoutSeconds: number;
  /** Stage of the Dockerfile that is built. Default: the last one. */
  readonly target?: Text;
  /** Build arguments by name, for `ARG` in the Dockerfile. They are no place for secrets: the image shows them. Default none. */
  readonly args: Readonly<Record<string, string>>;
  /** Folder of the source that the Dockerfile copies from. Default: the source. */
  readonly context?: Text;
}

/** Reads the settings of the image gate. */
export function imageAt(place: JsonCursor): ImageSettings {
  const section = sectionAt(place, ['timeoutSeconds', 'target', 'args', 'context']);
  const target = section.at('target').optional(textAt);
  const context = section.at('context').optional(pathAt);
  return {
    timeoutSeconds: section.at('timeoutSeconds').optional(numberAt({ from: 1, to: 7200 })) ?? 1800,
    ...(target === undefined ? {} : { target }),
    args: section.at('args').optional(argsAt) ?? {},
    ...(context === undefined || context === '.' ? {} : { context }),
  };
}

function argsAt(place: JsonCursor): Record<string, string> {
  return Object.fromEntries(
    place.entries().map(([name, value]) => {
      if (!/^[A-Za-z_]\w*$/.test(name)) {
        throw new ShapeError(`${value.pointer}: expected the name of an ARG, got ${JSON.stringify(name)}`);
      }
      if (ownArguments.includes(name)) {
        throw new ShapeError(
          `${value.pointer}: expected another name: the pipeline itself sets ${ownArguments.join(' and ')}, by the commit`,
        );
      }
      return [name, value.text()];
    }),
  );
}
