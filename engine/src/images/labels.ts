/** Marks an image as made here; its value names the recipe. Images built on it inherit the mark. */
export const madeFromPackagesLabel = 'made-from-packages';

/** Holds the digest of the recipe that made an image. */
export const recipeDigestLabel = 'made-from-packages.recipe';

/** Repository of every image that is made here; no registry has it. */
export const madeRepository = 'made-from-packages';

/** Hexadecimal digits of a digest in a tag: enough to tell recipes apart, short enough to read. */
const tagDigits = 12;

/** The daemon's name for what a recipe made. */
export function madeName(recipe: string, digest: string): string {
  return `${madeRepository}/${recipe}:${digest.slice(0, tagDigits)}`;
}
