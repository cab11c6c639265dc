import type { ImageName } from '../tools/images.ts';

/** A step that follows the gates by a call of its own: it is no gate, runs them first, and goes on only from green. */
export interface Step {
  /** Name of the function that takes it. */
  readonly name: string;
  /** What it waits for. */
  readonly after: string;
  /** What it is for, and why it stands there. */
  readonly why: string;
  /** Images that it uses beside those of the gates. */
  readonly images: readonly ImageName[];
  /** The commands that it runs, as a reader would type them. */
  readonly commands: readonly string[];
}

/** What follows the gates, in order. */
export const following: readonly Step[] = [
  {
    name: 'publish',
    after: 'every gate in use',
    why: 'Pushes the very image that the gates have seen, with its packages and provenance, signed; nothing that is red or unchecked is ever pushed.',
    images: ['cosign'],
    commands: ['docker push', 'cosign attest', 'cosign sign'],
  },
  {
    name: 'deploy',
    after: 'every gate in use; publish, for a cluster by kubeconfig',
    why: 'Brings that image to a cluster and proves what runs there; last, because users meet what it lets through, and it goes back when the proof fails.',
    images: ['kindNode', 'dind', 'golang'],
    commands: ['kind create cluster', 'kind load image-archive', 'kubectl apply', 'kubectl rollout status'],
  },
];
