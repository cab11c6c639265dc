import type { ImageName } from '../tools/images.ts';

/** A step after the gates, with a call of its own. It runs the gates first and continues only if they are green. */
export interface Step {
  /** Name of the module's function. */
  readonly name: string;
  /** The gates and steps that it waits for. */
  readonly after: string;
  /** Its purpose, and the reason for its place. */
  readonly why: string;
  /** Images that it uses beside those of the gates. */
  readonly images: readonly ImageName[];
  /** The commands that it runs, as a person would type them. */
  readonly commands: readonly string[];
}

/** The steps that follow the gates, in order. */
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
