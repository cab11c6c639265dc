/* kubectl for one namespace of one cluster. Everything that it reads comes by standard input: it may run in a node. */
import type { Evidence } from '../../../src/verdict/evidence.ts';
import { type Command, output, run, type RunOptions, StepError } from '../run/command.ts';
import { foundIn, isOf } from './read.ts';
import type { Kind, Kinds, KubeObject } from './types.ts';

/** Who owns the fields that are applied (Kubernetes, "Server-Side Apply", field managers). */
export const fieldManager = 'pipeline';

/** kubectl for one namespace. */
export interface Kube {
  readonly namespace: string;
  /** Runs kubectl; the evidence, whatever it says. */
  readonly tryTo: (args: Command, options?: RunOptions) => Promise<Evidence>;
  /** Runs kubectl; its output. @throws StepError */
  readonly must: (args: Command, options?: RunOptions) => Promise<string>;
  /** An object, or undefined where there is none. @throws StepError */
  readonly find: <K extends Kind>(kind: K, name: string) => Promise<Kinds[K] | undefined>;
  /** All objects of a kind. @throws StepError @param selector default none: all of the namespace */
  readonly list: <K extends Kind>(kind: K, selector?: string) => Promise<Kinds[K][]>;
  /** Server-side apply; the evidence, whatever it says. */
  readonly apply: (objects: readonly object[], options?: { readonly dryRun?: boolean }) => Promise<Evidence>;
  /** Objects of several kinds that a selector names, by one question. @throws StepError */
  readonly listAll: (kinds: readonly Kind[], selector: string) => Promise<KubeObject[]>;
  /** Creates an object, which must not be there yet; the evidence. */
  readonly create: (object: object) => Promise<Evidence>;
  /** Runs a command in a container of a pod, the first one where none is named; the evidence. */
  readonly exec: (
    pod: string,
    command: Command,
    options?: RunOptions & { readonly container?: string },
  ) => Promise<Evidence>;
}

/** Objects as kubectl reads them by standard input. */
export function listText(objects: readonly object[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
}

const plural = (kind: Kind): string => `${kind.toLowerCase()}s`;

/** @param settings `kubectl`: the command's words; `namespace` */
export function kubeFor({
  kubectl,
  namespace,
}: {
  readonly kubectl: readonly string[];
  readonly namespace: string;
}): Kube {
  const words = (args: Command): Command => [...kubectl, '--namespace', namespace, ...args];
  const tryTo: Kube['tryTo'] = (args, options) => run(words(args), options);
  const must: Kube['must'] = (args, options) => output(words(args), options);
  const get = async (args: Command): Promise<KubeObject[]> => {
    const text = await must(['get', ...args, '--output', 'json', '--ignore-not-found']);
    return foundIn(text);
  };

  return {
    namespace,
    tryTo,
    must,
    find: async (kind, name) => (await get([kind.toLowerCase(), name])).find(isOf(kind)),
    async list(kind, selector) {
      const all = await get([plural(kind), ...(selector === undefined ? [] : ['--selector', selector])]);
      return all.filter(isOf(kind));
    },
    listAll: (kinds, selector) => get([kinds.map(plural).join(','), '--selector', selector]),
    apply(objects, { dryRun = false } = {}) {
      const input = listText(objects);
      const how = ['--server-side', `--field-manager=${fieldManager}`, '--validate=strict'];
      const mode = dryRun ? ['--dry-run=server'] : [];
      return tryTo(['apply', ...how, ...mode, '-f', '-'], { input, seconds: 120 });
    },
    create: (object) => tryTo(['create', '-f', '-'], { input: JSON.stringify(object) }),
    exec(pod, command, { container, ...options } = {}) {
      const where = container === undefined ? [pod] : [pod, '--container', container];
      return tryTo(['exec', ...where, '--', ...command], options);
    },
  };
}

/** Applies objects. @param message what was not done where the server refuses @throws StepError */
export async function applyOrFail(kube: Kube, objects: readonly object[], message: string): Promise<void> {
  const evidence = await kube.apply(objects);
  if (evidence.exitCode !== 0) throw new StepError(message, { evidence });
}

/** Whether the server refused. A warning of Pod Security comes with exit code 0: who decides reads it. */
export function isRefused({ exitCode, stderr }: Evidence): boolean {
  return exitCode !== 0 || /violates? PodSecurity/i.test(stderr);
}
