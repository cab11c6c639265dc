/** The kinds of Kubernetes manifests that a project may have. */
export type ManifestsKind = 'kustomization' | 'chart' | 'folder';

/** A folder of Kubernetes manifests. */
export interface FoundManifests {
  readonly kind: ManifestsKind;
  /** Path of the folder in the source; in the repository above it where it begins with a slash. */
  readonly path: string;
  /** Folders with a kustomization, relative to that path, `.` for itself; none but for a kustomization. */
  readonly folders: readonly string[];
  /** Files of plain YAML, relative to that path; none but for a folder. */
  readonly files: readonly string[];
}

/** The kind in words. */
export const kindWords: Readonly<Record<ManifestsKind, string>> = {
  kustomization: 'kustomization',
  chart: 'Helm chart',
  folder: 'plain YAML',
};

/** Names that kustomize takes for its file (its reference, "kustomization file"). */
const kustomizationFile = /^(?:kustomization\.ya?ml|Kustomization)$/;

/** Whether a file is a kustomization by its name. */
export function isKustomization(name: string): boolean {
  return kustomizationFile.test(name);
}

/** Whether a file is YAML by its name. */
export function isYaml(name: string): boolean {
  return /\.ya?ml$/.test(name);
}

/** Whether a file may have objects of Kubernetes by its name: kubectl takes JSON as well. */
export function isObjectFile(name: string): boolean {
  return isYaml(name) || name.endsWith('.json');
}

/** Folders in which samples lie that nobody deploys. */
const samples = /^(?:tests?|__tests__|specs?|fixtures?|__fixtures__|examples?|samples?|testdata|\.github)$/;

/** Whether a file lies among tests or examples. */
export function isSample(path: string): boolean {
  return path
    .split('/')
    .slice(0, -1)
    .some((folder) => samples.test(folder));
}
