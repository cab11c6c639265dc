import type { ImageName } from './verdict/order.ts';

/**
 * Every tool image that the pipeline uses, by exact tag and, where it is known beyond doubt, by digest. A digest is
 * taken only where independent public sources agree on it for that exact tag; `notPinned` lists the others.
 */
export const images: Readonly<Record<ImageName, string>> = {
  node: 'node:24-bookworm-slim@sha256:6f7b03f7c2c8e2e784dcf9295400527b9b1270fd37b7e9a7285cf83b6951452d',
  postgres: 'postgres:17@sha256:d74eeac9a635390a49bc21bd49fccd973de707e2a53a76ac49b552b8712ec46f',
};

/** Images that stand at an exact tag only, until their digest is known. */
export const notPinned: readonly ImageName[] = [];
