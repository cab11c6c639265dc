import type { ArgumentType, FunctionType, TypeRef } from '../module/types.ts';
import type { Json } from '../module/values.ts';

/** The source of a secret's text. */
export interface SecretSource {
  readonly scheme: 'env' | 'file' | 'cmd';
  /** A variable's name, an absolute path, or a shell command. */
  readonly from: string;
}

/** A value that the command line gives, not yet loaded. */
export type PlannedValue =
  | { readonly kind: 'data'; readonly value: Json }
  | { readonly kind: 'list'; readonly items: readonly PlannedValue[] }
  | { readonly kind: 'directory'; readonly path: string; readonly ignore: readonly string[] }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'secret'; readonly source: SecretSource }
  | { readonly kind: 'service'; readonly host: string; readonly port: number }
  | { readonly kind: 'container'; readonly address: string }
  | { readonly kind: 'socket'; readonly path: string };

/** An argument that a step is called with. */
export interface PlannedArgument {
  readonly argument: ArgumentType;
  readonly value: PlannedValue;
}

/** One function of the chain, with its arguments. */
export interface Step {
  /** The object that has the function. */
  readonly object: string;
  readonly origin: 'module' | 'core';
  readonly function: FunctionType;
  readonly arguments: readonly PlannedArgument[];
}

/** A command line that can be run. */
export interface CallPlan {
  readonly kind: 'call';
  /** The main object's constructor's arguments. */
  readonly construct: readonly PlannedArgument[];
  readonly steps: readonly Step[];
  /** The type that the last step returns. */
  readonly returns: TypeRef;
}

/** A question for help about one level of the chain. */
export interface HelpPlan {
  readonly kind: 'help';
  /** The functions that lead there, as typed; empty for the module itself. */
  readonly path: readonly string[];
  readonly function: FunctionType;
}

export type Plan = CallPlan | HelpPlan;
