import { resolve } from 'node:path';
import { idOf, UnknownId, type Argument, type Call } from '../../graph/index.ts';
import type { Tree } from '../../store/tree.ts';
import type { Context } from '../session/context.ts';
import { Refused } from '../common/errors.ts';
import type {
  ChangesValue,
  ContainerValue,
  FileValue,
  GitValue,
  SecretValue,
  ServiceValue,
  Value,
} from '../common/values.ts';

/** Answers the values of other objects. A wrong kind of object is refused. */
export interface Evaluation {
  readonly context: Context;
  container(id: string): Promise<ContainerValue>;
  tree(id: string): Promise<Tree>;
  file(id: string): Promise<FileValue>;
  secret(id: string): Promise<SecretValue>;
  service(id: string): Promise<ServiceValue>;
  volume(id: string): Promise<string>;
  /** The path of a socket on this machine. */
  socket(id: string): Promise<string>;
  git(id: string): Promise<GitValue>;
  changes(id: string): Promise<ChangesValue>;
}

/** Makes an object's value out of its call. */
export type Field = (evaluation: Evaluation, call: Call) => Promise<Value>;

/** Answers a field that is no object: this is where things happen. `workdir` is where relative paths of this machine start. */
export type Leaf = (evaluation: Evaluation, call: Call, workdir: string) => Promise<unknown>;

/** Does something, and answers the id of the object that it was asked of. */
export type Action = (evaluation: Evaluation, call: Call) => Promise<void>;

/** By `Type.field`. */
export type Fields = { readonly [name: string]: Field };
export type Leaves = { readonly [name: string]: Leaf };
export type Actions = { readonly [name: string]: Action };

/** The object that a call was asked of. */
export function receiverOf(call: Call): string {
  if (call.receiver === undefined) throw new UnknownId(idOf(call));
  return call.receiver;
}

/** Readers of arguments, whose types the schema has checked already. */
export const argument = {
  text: (call: Call, name: string): string => {
    const value = call.arguments[name];
    if (typeof value !== 'string') throw new Refused(`${call.field} needs the argument ${name}`);
    return value;
  },
  optionalText: (call: Call, name: string): string | undefined => {
    const value = call.arguments[name];
    return typeof value === 'string' ? value : undefined;
  },
  number: (call: Call, name: string): number | undefined => {
    const value = call.arguments[name];
    return typeof value === 'number' ? value : undefined;
  },
  flag: (call: Call, name: string): boolean => call.arguments[name] === true,
  texts: (call: Call, name: string): readonly string[] => {
    const value: Argument | undefined = call.arguments[name];
    return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
  },
};

/** Writes to the place that the argument `path` names. @returns Its absolute path. */
export function exported(workdir: string, call: Call, write: (place: string) => void): string {
  const place = resolve(workdir, argument.text(call, 'path'));
  write(place);
  return place;
}
