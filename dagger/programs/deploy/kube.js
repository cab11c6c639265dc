/* kubectl for one namespace of one cluster. Everything that it reads comes by standard input: it may run in a node. */
import { output, run } from './command.js';

const fieldManager = 'messenger-deploy';

/** @param settings `kubectl`: the command's words; `namespace` */
export function kubeFor({ kubectl, namespace }) {
  const words = (args) => [...kubectl, '--namespace', namespace, ...args];
  const tryTo = (args, options) => run(words(args), options);
  const must = (args, options) => output(words(args), options);
  /** JSON, or undefined where there is nothing. */
  const json = async (args) => {
    const text = await must(['get', ...args, '--output', 'json', '--ignore-not-found']);
    return text.trim() === '' ? undefined : JSON.parse(text);
  };

  return {
    namespace,
    tryTo,
    must,
    /** An object, or undefined where there is none. */
    find: (kind, name) => json([kind, name]),
    /** Objects of several kinds: `list('pods,replicasets', selector)`. */
    async list(kinds, selector) {
      return (await json([kinds, '--selector', selector]))?.items ?? [];
    },
    /** Server-side apply; the evidence, whatever it says. */
    apply(objects, { dryRun = false } = {}) {
      const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
      const mode = dryRun ? ['--dry-run=server'] : [];
      return tryTo(
        [
          'apply',
          '--server-side',
          `--field-manager=${fieldManager}`,
          '--validate=strict',
          ...mode,
          '-f',
          '-',
        ],
        { input, seconds: 120 },
      );
    },
    /** Creates an object, which must not be there yet; the evidence. */
    create(object) {
      return tryTo(['create', '-f', '-'], { input: JSON.stringify(object) });
    },
    /** Runs a command in a pod; the evidence. */
    exec(pod, command, options) {
      return tryTo(['exec', pod, '--', ...command], options);
    },
  };
}

/** Evidence as a step's failure, where it is one. A warning of Pod Security comes with exit code 0: who decides reads it. */
export function isRefused({ exitCode, stderr }) {
  return exitCode !== 0 || /violates? PodSecurity/i.test(stderr);
}
