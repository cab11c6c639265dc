/** The images that stages use by name. */
export type ImageName =
  | 'node'
  | 'node22'
  | 'node20'
  | 'postgres'
  | 'semgrep'
  | 'trivy'
  | 'golang'
  | 'cosign'
  | 'hadolint'
  | 'registry'
  | 'dind'
  | 'kindNode';

/** An image that a gate uses: one of the list, or that of the project's own Node (gates/packages/node-image.ts). */
export type UsedImage = ImageName | 'projectNode';

/**
 * Every tool image that the pipeline uses, by exact tag and, where it is known beyond doubt, by digest. A digest is
 * taken only where independent public sources agree on it for that exact tag; `notPinned` lists the others.
 */
export const images: Readonly<Record<ImageName, string>> = {
  node: 'node:24-bookworm-slim@sha256:6f7b03f7c2c8e2e784dcf9295400527b9b1270fd37b7e9a7285cf83b6951452d',
  // The other majors that projects have; programs of the pipeline run on the newest.
  node22: 'node:22-bookworm-slim@sha256:43ac6c60b8f89723f746e8a92ce91abd5017e627ce1ddfe4238355d3a30b772c',
  node20: 'node:20-bookworm-slim@sha256:2cf067cfed83d5ea958367df9f966191a942351a2df77d6f0193e162b5febfc0',
  cosign:
    'ghcr.io/sigstore/cosign/cosign:v3.1.3@sha256:9e5c2f2edc34351160407ca3416c61855bdf9403c3c5936e0f0be7fc261611b8',
  // The newest kind's node, by the digest that kind itself names, and a daemon for a cluster to run in.
  kindNode: 'kindest/node:v1.36.1@sha256:3489c7674813ba5d8b1a9977baea8a6e553784dab7b84759d1014dbd78f7ebd5',
  dind: 'docker:29-dind',
  // Go, and the git that says when a commit was made.
  golang: 'golang:1.26.8-trixie@sha256:bdca99a00bc16590cb1a0bb4e698f5fc5d6a64e4d5eef13d9f18a0ee08e5fa65',
  hadolint:
    'hadolint/hadolint:v2.15.1@sha256:32dac94127fd60b7b7e3fbfc65e1383b9b5e25c9bfd7b8536de7a539fe68a12d',
  postgres: 'postgres:17@sha256:d74eeac9a635390a49bc21bd49fccd973de707e2a53a76ac49b552b8712ec46f',
  // The registry that prove-gates publishes to.
  registry: 'registry:2.8.3@sha256:a3d8aaa63ed8681a604f1dea0aa03f100d5895b6a58ace528858a7b332415373',
  semgrep: 'semgrep/semgrep:1.182.0',
  trivy: 'aquasec/trivy:0.74.0@sha256:62b1e65e8869bc4b4c6aa4fa2b21595256c7c2f6018a9d9ad61caf87187c1969',
};

/** Images that are pinned by an exact tag only, until their digest is known. */
export const notPinned: readonly ImageName[] = ['dind', 'semgrep'];

/** CodeQL's bundle by version and checksum; several independent public projects agree on it. */
export const codeqlBundle = {
  version: '2.27.1',
  url: 'https://github.com/github/codeql-action/releases/download/codeql-bundle-v2.27.1/codeql-bundle-linux64.tar.gz',
  sha256: '1d380f79896ededc654c7b21fafb3360136f1aeb678ad4df4df9af3910c6b815',
} as const;
