import type { GraphQLSchema } from 'graphql';
import { digestOf } from '../store/digest.ts';
import type { ModuleHost } from '../module/host.ts';
import type { Catalog, TypeRef } from '../module/types.ts';
import { asState, type Json } from '../module/values.ts';
import { askCore, type CoreStep } from './core-query.ts';
import type { InputLoader } from './load-inputs.ts';
import type { CallPlan, Step } from './plan-types.ts';
import type { Session } from './session.ts';

/** Options of {@link execute}. */
export interface ExecuteContext {
  readonly session: Pick<Session, 'query'> & { readonly schema: GraphQLSchema };
  readonly host: Pick<ModuleHost, 'construct' | 'call'>;
  readonly inputs: Pick<InputLoader, 'load'>;
  readonly catalog: Catalog;
}

/** The result of a call. */
export type CallResult =
  | { readonly kind: 'data'; readonly value: Json }
  /** Objects that nothing more was asked of, by type and digest. */
  | { readonly kind: 'objects'; readonly text: string }
  /** Changes of a directory, which the caller may apply. */
  | { readonly kind: 'changes'; readonly id: string };

/** Runs a plan. @returns What the last function answers. */
export async function execute(context: ExecuteContext, plan: CallPlan): Promise<CallResult> {
  // All inputs first: a file that cannot be read stops the call before anything runs.
  const [construct, ...loaded] = await Promise.all(
    [plan.construct, ...plan.steps.map((step) => step.arguments)].map((planned) =>
      context.inputs.load(planned),
    ),
  );
  const state = await context.host.construct(construct ?? []);
  const steps = plan.steps.map((step, index) => ({ ...step, given: loaded[index] ?? [] }));
  return resultOf(plan.returns, await follow(context, steps, state));
}

type LoadedStep = Step & { readonly given: CoreStep['arguments'] };

async function follow(context: ExecuteContext, steps: readonly LoadedStep[], value: Json): Promise<Json> {
  const [step, ...rest] = steps;
  if (step === undefined || value === null) return value;
  const state = asState(value);
  const { function: called, object, given: given } = step;
  const result = called.isField
    ? (state[called.name] ?? null)
    : await context.host.call({ object, function: called, state, arguments: given });
  return each(called.returns, result, (type, item) => {
    if (type.kind !== 'object') return Promise.resolve(item);
    if (context.catalog.object(type.name)?.origin === 'module') return follow(context, rest, item);
    return typeof item === 'string'
      ? followCore(context, { type: type.name, id: item }, rest)
      : Promise.resolve(item);
  });
}

/** Does the same with each item of a list, however deep, side by side. */
async function each(
  type: TypeRef,
  value: Json,
  work: (type: TypeRef, item: Json) => Promise<Json>,
): Promise<Json> {
  if (type.kind !== 'list') return work(type, value);
  if (!Array.isArray(value)) return value;
  return Promise.all(value.map((item: Json) => each(type.of, item, work)));
}

/** Follows the chain into the core API. An object at its end stands as its id. */
async function followCore(
  context: ExecuteContext,
  start: { readonly type: string; readonly id: string },
  steps: readonly LoadedStep[],
): Promise<Json> {
  const core = steps.map((step): CoreStep => ({
    object: step.object,
    name: step.function.name,
    arguments: step.given,
  }));
  const last = elementOf(steps.at(-1)?.function.returns ?? { kind: 'object', name: start.type });
  if (last.kind !== 'object') return askCore(context.session, start, core);
  const functions = context.catalog.object(last.name)?.functions ?? [];
  // A lazy object is evaluated, as Dagger's command line does, so that what fails in it fails here.
  const name = functions.some((known) => known.name === 'sync') ? 'sync' : 'id';
  return askCore(context.session, start, [...core, { object: last.name, name, arguments: [] }]);
}

function elementOf(type: TypeRef): TypeRef {
  return type.kind === 'list' ? elementOf(type.of) : type;
}

/** The result that stands for the value at the end of a chain. */
function resultOf(type: TypeRef, value: Json): CallResult {
  const element = elementOf(type);
  if (element.kind !== 'object' || value === null) return { kind: 'data', value };
  if (type.kind === 'object' && type.name === 'Changeset' && typeof value === 'string')
    return { kind: 'changes', id: value };
  return { kind: 'objects', text: objectLines(element.name, value).join('\n') };
}

/** As Dagger prints objects: by type and digest, those of a list after a dash. What is in them is asked of their fields. */
function objectLines(type: string, value: Json): string[] {
  if (Array.isArray(value))
    return value.flatMap((item: Json) => objectLines(type, item).map((line) => `- ${line}`));
  if (value === null) return [];
  const digest = typeof value === 'string' ? value.slice(value.indexOf('@') + 1) : digestOf([type, value]);
  return [`${type}@sha256:${digest}`];
}
