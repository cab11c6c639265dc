import { nameOf } from '../../project/facts/paths.ts';
import { type Refusal, usageRefusal } from '../../verdict/ending.ts';

/** Overlays for each kind of cluster by the names that are usual for them, the best first. */
const usual = {
  kind: ['kind', 'local', 'dev', 'development', 'test', 'testing', 'ci', 'staging', 'stage'],
  kubeconfig: ['production', 'prod', 'live'],
} as const;

/** What an overlay is chosen from. */
export interface OverlayChoice {
  /** Folders with a kustomization, `.` for the top. */
  readonly folders: readonly string[];
  /** The overlay that was asked for: its path or its name; empty for none. */
  readonly asked: string;
  readonly cluster: keyof typeof usual;
}

/**
 * The folder of the kustomization that is deployed: the one that was asked for, else the one for the kind of cluster by its
 * name, else the only one there is. For a cluster of kind's a base does where no overlay is for it.
 */
export function overlayOf({ folders, asked, cluster }: OverlayChoice): string | Refusal {
  const overlays = folders.filter((folder) => !isLayer(folder));
  if (asked !== '') {
    const found = folders.includes(asked) ? asked : onlyOf(folders.filter((one) => nameOf(one) === asked));
    return found ?? refusal(`no overlay ${asked}`, folders);
  }
  const byName = usual[cluster].flatMap((name) => overlays.find((folder) => nameOf(folder) === name) ?? []);
  const base = folders.find((folder) => folder === 'base');
  const plain = folders.includes('.') ? '.' : cluster === 'kind' ? base : undefined;
  const found =
    byName[0] ?? plain ?? onlyOf(overlays) ?? (overlays.length === 0 ? onlyOf(folders) : undefined);
  return found ?? refusal(`no overlay for ${words[cluster]}`, folders);
}

const words = { kind: 'a cluster of kind', kubeconfig: 'production' } as const;

/** Whether a folder is a base or a component, which nobody deploys by itself. */
function isLayer(folder: string): boolean {
  return folder.split('/').some((name) => /^(?:bases?|components?)$/.test(name));
}

function onlyOf(folders: readonly string[]): string | undefined {
  return folders.length === 1 ? folders[0] : undefined;
}

function refusal(what: string, folders: readonly string[]): Refusal {
  return usageRefusal(
    `the manifests have ${what}: expected one of ${folders.join(', ')}`,
    'name one by --overlay of kind or cluster, or by deploy.overlay in pipeline.json',
  );
}
