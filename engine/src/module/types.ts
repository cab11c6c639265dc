/** A type of the Dagger API or of a module, as far as the command line must know it. */
export type TypeRef =
  | { readonly kind: 'string' | 'int' | 'float' | 'boolean' | 'void' }
  | { readonly kind: 'scalar' | 'enum' | 'object' | 'input'; readonly name: string }
  | { readonly kind: 'list'; readonly of: TypeRef };

/** An argument of a function. */
export interface ArgumentType {
  /** The name in the code, in camelCase. */
  readonly name: string;
  readonly description: string;
  readonly type: TypeRef;
  /** Whether a call must give it: no default, and the code does not mark it as optional. */
  readonly required: boolean;
  /** The default as the code has it; undefined when there is none. For an enum of the module, its value. */
  readonly defaultValue: unknown;
  /** Directory and File: the path that is loaded when nothing is given; a leading slash is the repository's root. */
  readonly defaultPath: string | undefined;
  /** Container: the address that is taken when nothing is given. */
  readonly defaultAddress: string | undefined;
  /** Directory: patterns that are left out of what is loaded. */
  readonly ignore: readonly string[];
}

/** A function of an object, or a field of it that can be read (then it has no arguments and `isField` is true). */
export interface FunctionType {
  readonly name: string;
  readonly description: string;
  readonly arguments: readonly ArgumentType[];
  readonly returns: TypeRef;
  /** A stored field: reading it runs nothing. */
  readonly isField: boolean;
  /** `never`, `session`, or a duration such as `10m`; undefined when the code does not say. */
  readonly cache: string | undefined;
}

/** An object of a module or of the core API. */
export interface ObjectType {
  readonly name: string;
  readonly description: string;
  /** `module`: its state is data, its functions run in the module's process; `core`: an id in the session. */
  readonly origin: 'module' | 'core';
  /** In the order of the code. */
  readonly functions: readonly FunctionType[];
}

/** A member of an enum: the name is what travels, the value is what the code holds. */
export interface EnumMember {
  readonly name: string;
  readonly value: string;
  readonly description: string;
}

/** Everything that a command line can name: the module's types and the core's. */
export interface Catalog {
  object(name: string): ObjectType | undefined;
  /** The members of an enum of the module or of the core; undefined when there is none of that name. */
  enumMembers(name: string): readonly EnumMember[] | undefined;
}

/** A module's own types. */
export interface ModuleTypes {
  /** The name of the main object: the module's name in PascalCase. */
  readonly main: string;
  readonly description: string;
  /** The main object's constructor's arguments; empty when it has none. */
  readonly constructorArguments: readonly ArgumentType[];
  /** Whether the main class declares a constructor: without one its state is empty, and nothing is called. */
  readonly hasConstructor: boolean;
  readonly objects: ReadonlyMap<string, ModuleObject>;
  readonly enums: ReadonlyMap<string, readonly EnumMember[]>;
}

/** An object of a module, with the types of all that its state holds, private fields too. */
export interface ModuleObject extends ObjectType {
  readonly origin: 'module';
  readonly state: ReadonlyMap<string, TypeRef>;
}
