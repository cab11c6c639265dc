import type { GraphQLSchema } from 'graphql';
import type { ModuleHost } from '../module/host.ts';
import type { Catalog, TypeRef } from '../module/types.ts';
import { asState, type Json } from '../module/values.ts';
import { askCore, type CoreStep } from './core-query.ts';
import type { InputLoader } from './load-inputs.ts';
import type { CallPlan, Step } from './plan-types.ts';
import type { Session } from './session.ts';

/** What running a plan needs. */
export interface ExecuteContext {
  readonly session: Pick<Session, 'query'> & { readonly schema: GraphQLSchema };
  readonly host: Pick<ModuleHost, 'construct' | 'call'>;
  readonly inputs: Pick<InputLoader, 'load'>;
  readonly catalog: Catalog;
}

/**
 * Runs a plan.
 *
 * @returns What the last function answers. An object stands as what a reader wants to see of it: `_type` and its plain
 * fields.
 */
export async function execute(context: ExecuteContext, plan: CallPlan): Promise<Json> {
  // All inputs first: a file that cannot be read stops the call before anything runs.
  const [construct, ...loaded] = await Promise.all(
    [plan.construct, ...plan.steps.map((step) => step.arguments)].map((planned) =>
      context.inputs.load(planned),
    ),
  );
  const state = await context.host.construct(construct ?? []);
  const steps = plan.steps.map((step, index) => ({ ...step, given: loaded[index] ?? [] }));
  return follow(context, steps, state);
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
    if (context.catalog.object(type.name)?.origin === 'module') {
      return rest.length > 0
        ? follow(context, rest, item)
        : Promise.resolve(describeModule(context, type.name, item));
    }
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
  const returns = steps.at(-1)?.function.returns ?? { kind: 'object' as const, name: start.type };
  const last = withoutLists(returns);
  if (last.kind !== 'object') return askCore(context.session, start, core);
  const functions = context.catalog.object(last.name)?.functions ?? [];
  if (returns.kind === 'object' && functions.some(({ name }) => name === 'sync')) {
    // A lazy object is evaluated, as Dagger's command line does, so that what fails in it fails here.
    await askCore(context.session, start, [...core, { object: last.name, name: 'sync', arguments: [] }]);
  }
  const shown = shownFields(last.name).filter((name) => functions.some((known) => known.name === name));
  const facts = await askCore(context.session, start, core, shown.length > 0 ? shown : ['id']);
  return each(returns, facts, (_, item) => {
    const fields = typeof item === 'object' && item !== null && shown.length > 0 ? asState(item) : {};
    return Promise.resolve({ _type: last.name, ...fields });
  });
}

function withoutLists(type: TypeRef): TypeRef {
  return type.kind === 'list' ? withoutLists(type.of) : type;
}

/** What is shown of a core object that ends a chain. */
function shownFields(type: string): readonly string[] {
  switch (type) {
    case 'Container':
      return ['user', 'workdir', 'entrypoint', 'defaultArgs'];
    case 'Directory':
      return ['entries'];
    case 'File':
      return ['name', 'size'];
    default:
      return [];
  }
}

/** What is shown of a module's object that ends a chain: its fields with plain values. */
function describeModule({ catalog }: ExecuteContext, name: string, value: Json): Json {
  if (value === null) return null;
  const state = asState(value);
  const fields = (catalog.object(name)?.functions ?? []).filter(
    ({ isField, returns }) => isField && withoutLists(returns).kind !== 'object',
  );
  return {
    _type: name,
    ...Object.fromEntries(fields.map((field) => [field.name, state[field.name] ?? null])),
  };
}
