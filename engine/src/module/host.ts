import { digestOf } from '../store/digest.ts';
import { cachePolicy, type CachePolicy } from './cache-policy.ts';
import type { FunctionCache } from './function-cache.ts';
import type { FunctionCall } from './process.ts';
import type { ArgumentType, FunctionType, ModuleTypes, TypeRef } from './types.ts';
import { coreReferences, type CoreReference, type Json, type JsonRecord } from './values.ts';

/** A value and the argument that it is for. */
export interface GivenArgument {
  readonly argument: ArgumentType;
  readonly value: Json;
}

/** A function of a module's object, to be called. */
export interface ModuleCall {
  /** The object's name. */
  readonly object: string;
  readonly function: FunctionType;
  readonly state: JsonRecord;
  readonly arguments: readonly GivenArgument[];
}

/** Options of a {@link ModuleHost}. */
export interface ModuleHostOptions {
  readonly types: ModuleTypes;
  /** Digest of the module's code and of the SDK's version: another one makes every key another. */
  readonly codeDigest: string;
  readonly cache: FunctionCache;
  /**
   * Ids of objects that stand for something outside that changes, such as a service of this machine: no result that
   * rests on one is kept. Any other id is a digest of what it stands for: content, or a keyed hash of a secret.
   */
  readonly volatile: ReadonlySet<string>;
  /** Runs a function in the module's process, which is started when this is called first. */
  readonly run: (call: FunctionCall) => Promise<Json>;
  /** Whether the session knows all these objects, so that a result that names them can be used. */
  readonly knows: (references: readonly CoreReference[]) => Promise<boolean>;
}

/** Calls a module's functions, or answers them from the cache without starting the module's process. */
export class ModuleHost {
  readonly #options: ModuleHostOptions;
  readonly #running = new Map<string, Promise<Json>>();

  constructor(options: ModuleHostOptions) {
    this.#options = options;
  }

  /** Makes the main object. @returns Its state. */
  construct(given: readonly GivenArgument[]): Promise<Json> {
    const { types } = this.#options;
    if (!types.hasConstructor) return Promise.resolve({});
    return this.call({ object: types.main, function: constructorOf(types), state: {}, arguments: given });
  }

  /**
   * Calls a function.
   *
   * @returns Its result: plain data, in which core objects stand as their ids.
   * @throws {FunctionError} What the function threw.
   */
  async call(call: ModuleCall): Promise<Json> {
    const policy = cachePolicy(call.function.cache);
    const key = policy.kind === 'never' ? undefined : callKey(this.#options, call);
    if (key === undefined) return this.#run(call);
    const running = this.#running.get(key);
    if (running !== undefined) return running;
    const result = this.#cached(call, policy, key);
    this.#running.set(key, result);
    try {
      return await result;
    } finally {
      this.#running.delete(key);
    }
  }

  async #cached(call: ModuleCall, policy: CachePolicy, key: string): Promise<Json> {
    const { cache, types, knows } = this.#options;
    const held = cache.get(key, policy);
    if (held !== undefined) {
      if (await knows(coreReferences(types, call.function.returns, held))) return held;
      cache.delete(key);
    }
    const value = await this.#run(call);
    // Asked of a fresh result too: the session keeps what it is asked about for later sessions.
    await knows(coreReferences(types, call.function.returns, value));
    cache.put(key, policy, value);
    return value;
  }

  #run({ object, function: { name }, state, arguments: given }: ModuleCall): Promise<Json> {
    const values = given.map(({ argument, value }) => [argument.name, value] as const);
    return this.#options.run({
      object,
      function: name,
      state,
      arguments: Object.fromEntries(values),
    });
  }
}

/** The constructor as a function that answers the main object. */
export function constructorOf({ main, description, constructorArguments }: ModuleTypes): FunctionType {
  return {
    name: '',
    description,
    arguments: constructorArguments,
    returns: { kind: 'object', name: main },
    isField: false,
    cache: undefined,
  };
}

/**
 * The key of a call's result: the code, the function, the state and the arguments. Undefined when the call rests on
 * something that no key can stand for.
 */
export function callKey(
  { types, codeDigest, volatile }: Pick<ModuleHostOptions, 'types' | 'codeDigest' | 'volatile'>,
  { object, function: { name }, state, arguments: given }: ModuleCall,
): string | undefined {
  const self: TypeRef = { kind: 'object', name: object };
  const references = [
    ...coreReferences(types, self, state),
    ...given.flatMap(({ argument, value }) => coreReferences(types, argument.type, value)),
  ];
  if (references.some(({ id }) => volatile.has(id))) return undefined;
  const values = Object.fromEntries(given.map(({ argument, value }) => [argument.name, value]));
  return digestOf([codeDigest, object, name, state, values]);
}
