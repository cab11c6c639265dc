import { join, resolve } from 'node:path';
import { constructorOf } from '../module/host.ts';
import type { ArgumentType, FunctionType, ModuleTypes, ObjectType, TypeRef } from '../module/types.ts';
import { flagValue, type FlagContext } from './flag-values.ts';
import { readLevel, type Level } from './levels.ts';
import { cliName } from './names.ts';
import type { Plan, PlannedArgument, PlannedValue, Step } from './plan-types.ts';
import { suggestion, UsageError } from './usage-error.ts';

/** The types and folders that a command line is planned with. */
export interface PlanContext extends FlagContext {
  readonly types: ModuleTypes;
  /** Folders that a `defaultPath` starts from: `context` with a leading slash, else `root`, that of dagger.json. */
  readonly folders: { readonly root: string; readonly context: string };
}

interface Link {
  readonly object: ObjectType | undefined;
  readonly function: FunctionType;
  readonly level: Level;
}

/**
 * Turns a command line into what is to be called. Looks at nothing but its arguments: whether paths and variables
 * exist is checked by {@link checkInputs}.
 *
 * @param argv What follows `npm run call --`.
 * @throws {UsageError} An unknown function or flag, a value of another type, a missing argument.
 */
export function planCall(context: PlanContext, argv: readonly string[]): Plan {
  const links = chain(context, argv);
  const asked = links.findIndex(({ level }) => level.help);
  const last = links.at(-1);
  const first = links[0];
  if (first === undefined || last === undefined) throw new Error('a chain has at least the constructor');
  const about = links[asked] ?? (links.length === 1 ? first : undefined);
  if (about !== undefined) {
    const path = links.slice(1, links.indexOf(about) + 1).map((link) => cliName(link.function.name));
    return { kind: 'help', path, function: about.function };
  }
  const returns = resultType(links);
  refuseSeveralChangesets(last.function, returns);
  return {
    kind: 'call',
    construct: plannedArguments(context, first),
    steps: links.slice(1).flatMap((link) => plannedStep(context, link)),
    returns,
  };
}

/** Dagger merges them before it applies them. */
function refuseSeveralChangesets({ name }: FunctionType, returns: TypeRef): void {
  const element = elementType(returns);
  if (returns.kind !== 'list' || element.kind !== 'object' || element.name !== 'Changeset') return;
  throw new UsageError(
    `${cliName(name)} returns several changesets, which the local engine does not apply`,
    'Add modified-paths or another function to look at them, or use the Dagger engine.',
  );
}

/** Reads the chain from left to right: each function's type says which names may follow. */
function chain(context: PlanContext, argv: readonly string[]): Link[] {
  const { types } = context;
  const start = constructorOf(types);
  const links: Link[] = [
    { object: undefined, function: start, level: readLevel('the module', start.arguments, argv) },
  ];
  for (let link = links[0]; link?.level.next !== undefined && !link.level.help; link = links.at(-1)) {
    const { next, rest } = link.level;
    const object = objectAfter(context, link.function, next);
    const found = functionNamed(object, next);
    links.push({ object, function: found, level: readLevel(cliName(found.name), found.arguments, rest) });
  }
  return links;
}

function objectAfter({ catalog }: PlanContext, { name, returns }: FunctionType, next: string): ObjectType {
  const element = elementType(returns);
  const object = element.kind === 'object' ? catalog.object(element.name) : undefined;
  if (object === undefined) {
    const what =
      element.kind === 'object' ? `a ${element.name}, which is not supported here` : `a ${element.kind}`;
    throw new UsageError(`${cliName(name)} returns ${what}: ${next} cannot follow it`, `Leave ${next} out.`);
  }
  return object;
}

function functionNamed(object: ObjectType, typed: string): FunctionType {
  const found = object.functions.find(({ name }) => name === typed || cliName(name) === typed);
  if (found !== undefined) return found;
  const names = object.functions.map(({ name }) => cliName(name));
  throw new UsageError(
    `${object.name} has no function ${typed}: expected one of ${names.join(', ')}`,
    `${suggestion(typed, names)}--help shows what each one does.`,
  );
}

/** The type that a function returns, without the lists around it: a function after a list is called on each of its objects. */
function elementType(type: TypeRef): TypeRef {
  return type.kind === 'list' ? elementType(type.of) : type;
}

function resultType(links: readonly Link[]): TypeRef {
  return links.slice(1).reduce<TypeRef>(
    (before, { function: { returns } }) => {
      const lists = depth(before);
      return Array.from({ length: lists }).reduce<TypeRef>((of) => ({ kind: 'list', of }), returns);
    },
    { kind: 'void' },
  );
}

function depth(type: TypeRef): number {
  return type.kind === 'list' ? 1 + depth(type.of) : 0;
}

function plannedStep(context: PlanContext, link: Link): Step[] {
  if (link.object === undefined) return [];
  const { name, origin } = link.object;
  return [{ object: name, origin, function: link.function, arguments: plannedArguments(context, link) }];
}

function plannedArguments(
  context: PlanContext,
  { function: { name, arguments: all }, level }: Link,
): PlannedArgument[] {
  return all.flatMap((argument) => {
    const texts = level.given.get(argument.name);
    const value = texts === undefined ? defaultInput(context, argument) : flagValue(context, argument, texts);
    if (value !== undefined) return [{ argument, value }];
    if (!argument.required) return [];
    const flag = `--${cliName(argument.name)}`;
    const what = argument.description === '' ? '' : ` (${argument.description.split('\n')[0]})`;
    throw new UsageError(
      `${name === '' ? 'the module' : cliName(name)} needs ${flag}${what}`,
      `Add ${flag} VALUE; --help shows what it takes.`,
    );
  });
}

/** The input that the module's code names as a default path or address. Other defaults are set by the code itself. */
function defaultInput({ folders }: PlanContext, argument: ArgumentType): PlannedValue | undefined {
  const { defaultPath, defaultAddress, ignore, type } = argument;
  if (defaultAddress !== undefined) return { kind: 'container', address: defaultAddress };
  if (defaultPath === undefined) return undefined;
  const path = resolve(join(defaultPath.startsWith('/') ? folders.context : folders.root, defaultPath));
  return type.kind === 'object' && type.name === 'File'
    ? { kind: 'file', path }
    : { kind: 'directory', path, ignore };
}
