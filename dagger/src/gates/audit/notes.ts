/** Protocols and hosts of addresses, without repetitions. */
export function hostsOf(addresses: readonly string[]): string[] {
  return [...new Set(addresses.map((address) => address.replace(/^(\w+:\/\/[^/]+).*$/, '$1')))];
}

/**
 * A note about registries other than npm's own.
 * @param addresses registries and origins that are in use
 * @param own registries that npm uses without any configuration
 */
export function originNote(addresses: readonly string[], own: readonly string[]): string[] {
  const usual = hostsOf(own);
  const others = hostsOf(addresses).filter((host) => !usual.includes(host));
  return others.length === 0 ? [] : [`packages come from ${others.join(', ')}, beside npm's own registry`];
}

/** A note about packages with an install script that are never installed on Linux. */
export function elsewhereNote(names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`never installed on Linux, with an install script: ${names.join(', ')}`];
}
