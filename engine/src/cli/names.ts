/**
 * A name as Dagger's command line writes it: `timesToGreet` is `times-to-greet`, `sbomV2` is `sbom-v-2`.
 * @param name A name of the code, in camelCase or PascalCase.
 */
export function cliName(name: string): string {
  return (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? [name]).join('-').toLowerCase();
}
