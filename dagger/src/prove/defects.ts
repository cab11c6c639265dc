import type { Defect } from '../gates/defect.ts';
import { order } from '../gates/order.ts';

/** The defects of all gates, one per gate at least, as a developer might bring them in. */
export const defects: readonly Defect[] = order.flatMap((gate) => gate.defects);
