import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';

import { parseObjects, type KubernetesObject } from '../policy/model.ts';
import { kubectl, root } from './tools.ts';

export const overlays = ['kind', 'production'] as const;
export type Overlay = (typeof overlays)[number];

/** An image as kustomize's transformer takes it: by digest from a registry, by tag when loaded into kind. */
export interface ImageChoice {
  readonly name: string;
  readonly newName?: string;
  readonly newTag?: string;
  readonly digest?: string;
}

/** What the pipeline adds to an overlay. */
export interface Choices {
  readonly images?: readonly ImageChoice[];
  /** Another namespace than the overlay's. */
  readonly namespace?: string;
}

const overlayFolder = (overlay: Overlay) => join(root, 'manifests', 'overlays', overlay);

/** An overlay as it is committed: its images are placeholders. */
export function renderCommitted(overlay: Overlay): KubernetesObject[] {
  return build(overlayFolder(overlay));
}

/**
 * An overlay as the pipeline deploys it: a kustomization over it, in a folder of its own, chooses the images, so that
 * no committed file is ever edited.
 */
export function renderDeployed(overlay: Overlay, choices: Choices = deployed[overlay]): KubernetesObject[] {
  const folder = mkdtempSync(join(tmpdir(), 'manifests-'));
  try {
    const over = { resources: [relative(folder, overlayFolder(overlay))], ...choices };
    writeFileSync(join(folder, 'kustomization.yaml'), stringify(over));
    return build(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const hex = (digit: string) => digit.repeat(64);

/** The images as the pipeline names them on each kind of cluster. */
const deployed: Readonly<Record<Overlay, Choices>> = {
  kind: {
    images: [
      { name: 'messenger', newTag: `sha256-${hex('a')}` },
      { name: 'postgres', newTag: `sha256-${hex('b')}` },
    ],
  },
  production: {
    images: [{ name: 'messenger', newName: 'registry.example/team/messenger', digest: `sha256:${hex('a')}` }],
  },
};

function build(folder: string): KubernetesObject[] {
  const text = execFileSync(kubectl, ['kustomize', folder], { encoding: 'utf8' });
  return parseObjects(parseAllDocuments(text).map((document) => document.toJS() as unknown));
}
