import type { Defect } from '../gates/defect.ts';
import { order } from '../gates/order.ts';

/** The defects of all gates, at least one per gate, as a developer might make them. */
export const defects: readonly Defect[] = order.flatMap((gate) => gate.defects);
