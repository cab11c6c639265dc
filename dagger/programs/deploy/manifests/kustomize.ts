/* Renders manifests by kustomize, and reads them as JSON. */
import { mkdirSync, writeFileSync } from 'node:fs';

import { objectsIn } from '../kube/read.ts';
import type { KubeObject } from '../kube/types.ts';
import { run, StepError } from '../run/command.ts';

/** A folder of its own, so that no file of the project is changed. */
const over = '/deploy/over';

/** What is set over the project's manifests. */
export interface Over {
  readonly namespace: string;
  /** Strategic merge patches of single objects. */
  readonly patches: readonly object[];
}

/**
 * The objects of kustomizations and files, in one namespace.
 * @param resources folders with a kustomization, or YAML files, as absolute paths
 * @throws StepError with kustomize's own words
 */
export async function renderAll(
  { namespace, patches }: Over,
  resources: readonly string[],
): Promise<KubeObject[]> {
  mkdirSync(over, { recursive: true });
  const kustomization = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: resources.map((path) => `..${path.replace(/^\/deploy/, '')}`),
    namespace,
    patches,
  };
  // JSON is YAML too.
  writeFileSync(`${over}/kustomization.yaml`, JSON.stringify(kustomization));
  // Files of plain YAML lie beside that folder, which kustomize forbids by default.
  const rendered = await run(['kubectl', 'kustomize', '--load-restrictor', 'LoadRestrictionsNone', over]);
  if (rendered.exitCode !== 0) {
    throw new StepError(`kustomize cannot render the manifests: ${wordsOf(rendered.stderr)}`, {
      rule: 'invalid',
    });
  }
  return objectsOf(rendered.stdout);
}

/** The objects of YAML. Nothing is asked of a server: kinds that nobody knows and wrong fields are kept as they are. */
async function objectsOf(yaml: string): Promise<KubeObject[]> {
  if (yaml.trim() === '') throw new StepError('the manifests have no object', { rule: 'invalid' });
  const words = ['patch', '--local', '--type=merge', '--patch={}', '--output=json', '-f', '-'];
  const evidence = await run(['kubectl', ...words], { input: yaml });
  if (evidence.exitCode !== 0) {
    throw new StepError(`the manifests could not be read: ${wordsOf(evidence.stderr)}`, { rule: 'invalid' });
  }
  return documents(evidence.stdout);
}

/** kubectl prints one object after the other; the brace that ends one is the only one at the start of a line. */
function documents(text: string): KubeObject[] {
  return text
    .split(/^\}$/m)
    .filter((piece) => piece.trim() !== '')
    .flatMap((piece) => objectsIn(`${piece}}`));
}

function wordsOf(stderr: string): string {
  return stderr
    .trim()
    .replace(/^error: /, '')
    .replaceAll(/\s*\n\s*/g, ' | ')
    .slice(0, 1200);
}
