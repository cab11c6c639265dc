import type { GateResult, ImageUse } from '../verdict/model.ts';
import type { Row } from '../gates/gate.ts';
import { order } from '../gates/order.ts';
import type { ImageName } from '../tools/images.ts';

/** The images that a run could have used. */
export interface ImageFacts {
  readonly references: Readonly<Record<ImageName, string>>;
  /** Images that the project's Dockerfile builds on; none where it was not built. */
  readonly bases: readonly string[];
  /** Images that this project does not need: its tests have no database, or it is in no git repository. */
  readonly unused: readonly ImageName[];
}

/** The images that were used: by gates that ran, each once with all of its purposes, then those of the Dockerfile. */
export function usedImages(
  gates: readonly Pick<GateResult, 'gate' | 'durationMs'>[],
  { references, bases, unused }: ImageFacts,
  rows: readonly Row[] = order,
): ImageUse[] {
  const ran = new Set(gates.filter(({ durationMs }) => durationMs !== undefined).map(({ gate }) => gate));
  const purposes = new Map<ImageName, string[]>();
  for (const { gate, images } of rows.filter((row) => ran.has(row.gate))) {
    for (const name of images) {
      if (!unused.includes(name)) purposes.set(name, [...(purposes.get(name) ?? []), gate]);
    }
  }
  return [
    ...[...purposes].map(([name, uses]) => ({ reference: references[name], purpose: uses.join(', ') })),
    ...bases.map((reference) => ({ reference, purpose: 'base of the image' })),
  ];
}
