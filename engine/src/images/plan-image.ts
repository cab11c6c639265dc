import { join } from 'node:path';
import { readContext } from './context.ts';
import { readCaBundle } from './host-settings.ts';
import { madeName } from './labels.ts';
import { recipeDigest, type ContextFile } from './recipe-digest.ts';
import type { Recipe } from './recipe.ts';
import { planRoot, type RootPlan } from './root.ts';

/** A recipe with all that decides its digest. */
export interface ImagePlan {
  readonly recipe: Recipe;
  readonly files: readonly ContextFile[];
  readonly roots: readonly RootPlan[];
  readonly certificates: Buffer | undefined;
  readonly digest: string;
  readonly image: string;
}

/** Reads a recipe's files, and tells the name of what it makes. */
export async function planImage(recipe: Recipe, recipesFolder: string): Promise<ImagePlan> {
  const [files, certificates] = await Promise.all([
    readContext(join(recipesFolder, recipe.folder ?? recipe.name)),
    readCaBundle(),
  ]);
  const roots = await Promise.all(recipe.roots.map((suite) => planRoot(suite, certificates)));
  const digest = recipeDigest({
    name: recipe.name,
    files,
    target: recipe.target,
    buildArguments: recipe.buildArguments ?? {},
    packages: (recipe.npmPackages ?? []).map(
      ({ name, version, integrity }) => `${name}@${version} ${integrity}`,
    ),
    roots: roots.map((root) => root.digest),
  });
  return { recipe, files, roots, certificates, digest, image: madeName(recipe.name, digest) };
}
