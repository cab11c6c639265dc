/**
 * Registries beside npm's own, which a reader should know.
 * @param addresses registries and origins that are in use
 * @param own what npm uses with no configuration at all
 */
export function originNote(addresses: readonly string[], own: readonly string[]): string[] {
  const hosts = (list: readonly string[]): string[] =>
    list.map((one) => one.replace(/^(\w+:\/\/[^/]+).*$/, '$1'));
  const others = [...new Set(hosts(addresses))].filter((host) => !hosts(own).includes(host));
  return others.length === 0 ? [] : [`packages come from ${others.join(', ')}, beside npm's own registry`];
}

/** Packages whose install script is nobody's concern here. */
export function elsewhereNote(names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`never installed on Linux, with an install script: ${names.join(', ')}`];
}
