import type { GateResult, ImageUse } from '../verdict/model.ts';
import type { Row } from '../gates/gate.ts';
import { order } from '../gates/order.ts';
import type { UsedImage } from '../tools/images.ts';

/** The images that a run could have used. */
export interface ImageFacts {
  readonly references: Readonly<Record<UsedImage, string>>;
  /** Images that the project's Dockerfile builds on; none where it was not built. */
  readonly bases: readonly string[];
  /** Images of the services that tests and smoke have. */
  readonly services?: readonly string[];
  /** Images that this project does not need: its tests have no database, or it is in no git repository. */
  readonly unused: readonly UsedImage[];
}

/** The images that were used: by gates that ran, each once with all of its purposes, then those of the Dockerfile. */
export function usedImages(
  gates: readonly Pick<GateResult, 'gate' | 'durationMs'>[],
  { references, bases, services = [], unused }: ImageFacts,
  rows: readonly Row[] = order,
): ImageUse[] {
  const ran = new Set(gates.filter(({ durationMs }) => durationMs !== undefined).map(({ gate }) => gate));
  const purposes = new Map<string, string[]>();
  for (const { gate, images } of rows.filter((row) => ran.has(row.gate))) {
    // Two names may be one image: the project's Node is often the pipeline's own.
    for (const reference of new Set(
      images.filter((name) => !unused.includes(name)).map((name) => references[name]),
    )) {
      purposes.set(reference, [...(purposes.get(reference) ?? []), gate]);
    }
  }
  const served = ['test', 'smoke'].filter((gate) => ran.has(gate));
  return [
    ...[...purposes].map(([reference, uses]) => ({ reference, purpose: uses.join(', ') })),
    ...bases.map((reference) => ({ reference, purpose: 'base of the image' })),
    ...(served.length === 0 ? [] : [...new Set(services)]).map((reference) => ({
      reference,
      purpose: `service of ${served.join(', ')}`,
    })),
  ];
}
