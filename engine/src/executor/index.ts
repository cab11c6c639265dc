/** Evaluates the objects of the graph on Docker. */
export { openContext, type Context, type ContextOptions } from './session/context.ts';
export { closeContext } from './session/close.ts';
export { ExecFailed, explainedError, ImageGone, Refused } from './common/errors.ts';
export { Evaluator } from './fields/evaluate.ts';
export { actions, leaves } from './fields/all.ts';
export { pruneCache, type Pruned } from './session/prune.ts';
