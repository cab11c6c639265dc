import type { WorkflowRule } from './rule.ts';
import { placeName, steps } from './workflow.ts';

/** Repository of an action: `github/codeql-action` of `github/codeql-action/upload-sarif@...`. */
const repositoryOf = (uses: string): string => uses.split('@')[0]?.split('/').slice(0, 2).join('/') ?? uses;

/** What others' code runs in the workflows. */
export const supply: readonly WorkflowRule[] = [
  {
    name: 'pinned-actions',
    sentence: 'Every action is named by the SHA of a commit, with its version behind it: a tag can be moved.',
    check: (workflows) => {
      const comments = new Map(workflows.map(({ file, comments: own }) => [file, own]));
      return steps(workflows)
        .filter(({ step: { uses }, file, path }) => {
          if (uses === undefined) return false;
          const version = comments.get(file)?.get(`${path}.uses`) ?? '';
          return !/^[\w-]+(\/[\w.-]+)+@[0-9a-f]{40}$/.test(uses) || !/^v\d+\.\d+\.\d+$/.test(version);
        })
        .map((place) => `${placeName(place)}: ${String(place.step.uses)}`);
    },
  },
  {
    name: 'one-pin-each',
    sentence: 'An action has the same SHA everywhere, so that one bump is a bump of all.',
    check: (workflows) => {
      const pins = new Map<string, Set<string>>();
      for (const { step } of steps(workflows)) {
        if (step.uses === undefined) continue;
        const repository = repositoryOf(step.uses);
        const shas = pins.get(repository) ?? new Set();
        pins.set(repository, shas.add(step.uses.split('@')[1] ?? ''));
      }
      return [...pins].filter(([, shas]) => shas.size > 1).map(([repository]) => repository);
    },
  },
  {
    name: 'fixed-runner',
    sentence: "The runner's system is named by its version: what is latest changes overnight.",
    check: (workflows) =>
      workflows.flatMap(({ file, jobs }) =>
        Object.entries(jobs)
          .filter(([, job]) => !/^[a-z]+-\d+\.\d+$/.test(job['runs-on']))
          .map(([name, job]) => `${file}, ${name}: ${job['runs-on']}`),
      ),
  },
  {
    name: 'dagger-installs-only',
    sentence:
      'The Dagger action installs and does no more: it would paste its other inputs into a shell script.',
    check: (workflows) =>
      steps(workflows)
        .filter(({ step }) => step.uses?.startsWith('dagger/dagger-for-github@'))
        .filter(({ step }) => Object.keys(step.with).join() !== 'version')
        .map(placeName),
  },
];

/** Rule: the workflows install the version that the module asks for. */
export function daggerVersion(engineVersion: string): WorkflowRule {
  return {
    name: 'dagger-version',
    sentence: "Dagger's version is the module's own, never the latest.",
    check: (workflows) =>
      steps(workflows)
        .filter(({ step }) => step.uses?.startsWith('dagger/dagger-for-github@'))
        .filter(({ step }) => `v${String(step.with['version'])}` !== engineVersion)
        .map((place) => `${placeName(place)}: ${String(place.step.with['version'])}`),
  };
}
