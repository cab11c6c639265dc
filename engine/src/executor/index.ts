/** What runs the graph on Docker. */
export { openContext, type Context, type ContextOptions } from './context.ts';
export { closeContext } from './close.ts';
export { ExecFailed, explained, ImageGone, Refused } from './errors.ts';
export { Evaluator } from './evaluate.ts';
export { actions, leaves, type Leaf } from './leaves.ts';
export { pruneCache, type Pruned } from './prune.ts';
