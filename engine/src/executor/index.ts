/** Evaluates the objects of the graph on Docker. */
export type { Context } from './session/context.ts';
export { openContext, type ContextOptions } from './session/open-context.ts';
export { closeContext } from './session/close.ts';
export { ExecFailed, explainedError, ImageGone, Refused } from './common/errors.ts';
export { Evaluator } from './fields/evaluate.ts';
export { actions, leaves } from './fields/all.ts';
export { pruneCache, type Pruned } from './session/prune.ts';
