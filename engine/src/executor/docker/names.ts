/** Names of what the engine makes in Docker. */
export interface Names {
  /** Marks what the engine made; the value is the session. */
  readonly sessionLabel: string;
  /** The process that made it, so that leftovers of a killed run are known as such. */
  readonly ownerLabel: string;
  /** Every container's name begins with this. A label alone does not tell: images hand theirs on to containers of others. */
  readonly containerPrefix: string;
  /** Every network's name begins with this. */
  readonly networkPrefix: string;
  /** Every image of the cache is tagged in this repository, so that `prune` finds it and Docker's own pruning does not. */
  readonly cacheRepository: string;
  /** Every volume of the cache begins with this. */
  readonly volumePrefix: string;
  /** Folders of this machine that hold secrets begin with this. */
  readonly secretsPrefix: string;
}

/** The namespace of everybody's runs; tests take others, so that they leave the cache alone. */
export const defaultNamespace = 'messenger-pipeline';

/**
 * The names of a namespace.
 *
 * @param namespace Lower-case letters, digits and dashes.
 */
export function namesIn(namespace: string = defaultNamespace): Names {
  return {
    sessionLabel: `${namespace}.session`,
    ownerLabel: `${namespace}.owner`,
    containerPrefix: `${namespace}-run-`,
    networkPrefix: `${namespace}-network-`,
    cacheRepository: `${namespace}/cache`,
    volumePrefix: `${namespace}-cache-`,
    secretsPrefix: `${namespace}-secrets-`,
  };
}
