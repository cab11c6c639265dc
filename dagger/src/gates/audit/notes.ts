/** Hosts of addresses, with their protocol, each once. */
export function hostsOf(addresses: readonly string[]): string[] {
  return [...new Set(addresses.map((address) => address.replace(/^(\w+:\/\/[^/]+).*$/, '$1')))];
}

/**
 * Registries beside npm's own, which a reader should know.
 * @param addresses registries and origins that are in use
 * @param own what npm uses with no configuration at all
 */
export function originNote(addresses: readonly string[], own: readonly string[]): string[] {
  const usual = hostsOf(own);
  const others = hostsOf(addresses).filter((host) => !usual.includes(host));
  return others.length === 0 ? [] : [`packages come from ${others.join(', ')}, beside npm's own registry`];
}

/** Packages whose install script is nobody's concern here. */
export function elsewhereNote(names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`never installed on Linux, with an install script: ${names.join(', ')}`];
}
