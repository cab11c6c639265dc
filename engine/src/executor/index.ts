/** What runs the graph on Docker. */
export { openContext, type Context, type ContextOptions } from './context.ts';
export { closeContext } from './close.ts';
export { ExecFailed, explained, ImageGone, Refused } from './errors.ts';
export { Evaluator } from './evaluate.ts';
export type { Leaf } from './field.ts';
export { actions, leaves } from './leaves.ts';
export { pruneCache, type Pruned } from './prune.ts';
