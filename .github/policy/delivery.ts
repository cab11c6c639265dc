import { chainOf, chainsIn, type Link } from './dagger-calls.ts';
import type { WorkflowRule } from './rule.ts';
import type { Job, Step, Workflow } from './workflow.ts';

/** A job that brings something to a cluster. */
interface Deploying {
  readonly file: string;
  readonly name: string;
  readonly job: Job;
  readonly others: Readonly<Record<string, Job>>;
  readonly step: Step;
  readonly script: string;
  readonly chain: readonly Link[];
}

const oneLine = (script = ''): string => script.replaceAll(/\\\n\s*/g, '').trim();

/** Functions that bring a version to a cluster. */
const deploys = ['deploy', 'deployment', 'rollback'];

/** Every job with a step that calls a function of `deploy`'s kind. */
function deploying(workflows: readonly Workflow[]): Deploying[] {
  return workflows.flatMap(({ file, jobs }) =>
    Object.entries(jobs).flatMap(([name, job]) => {
      const step = job.steps.find(({ run }) =>
        chainsIn(run).some((chain) => chain.some(({ name: link }) => deploys.includes(link))),
      );
      if (step === undefined) return [];
      const script = oneLine(step.run);
      return [{ file, name, job, others: jobs, step, script, chain: chainOf(script) }];
    }),
  );
}

const needsOf = ({ needs = [] }: Job): readonly string[] => [needs].flat();
const placeOf = ({ file, name }: Deploying): string => `${file}, ${name}`;
const toOwnCluster = ({ script }: Deploying): boolean => !script.includes('--kubeconfig');

/** Whether a job's output is the line that its `publish` answered with, and nothing else. */
function handsOnWhatItPublished(job: Job | undefined): boolean {
  const hand = job?.steps.find(
    ({ id }) => `$\{{ steps.${String(id)}.outputs.image }}` === job.outputs['image'],
  );
  const publishes = job?.steps.some(({ run }) =>
    /^dagger call with-registry .* publish .*> published\.txt$/.test(oneLine(run)),
  );
  const lines = [
    "image=$(grep -Ex '[^ ]+@sha256:[0-9a-f]{64}' published.txt)",
    'echo "image=$image" >> "$GITHUB_OUTPUT"',
  ];
  return publishes === true && oneLine(hand?.run) === lines.join('\n');
}

function getsWhatWasPublished({ job, others, step, script }: Deploying): boolean {
  return (
    needsOf(job).includes('publish') &&
    handsOnWhatItPublished(others['publish']) &&
    step.env['IMAGE'] === '${{ needs.publish.outputs.image }}' &&
    script.includes(' --image="$IMAGE" ') &&
    script.includes(' --public-key=env:PUBLIC_KEY ')
  );
}

/** The record as files, kept whatever they say, and then their exit code as the job's. */
function keepsItsRecord({ name, job, step, chain }: Deploying): boolean {
  const after = job.steps.slice(job.steps.indexOf(step) + 1);
  const kept = after.find(({ uses }) => uses?.startsWith('actions/upload-artifact@'));
  return (
    chain
      .slice(-3)
      .map((link) => link.name)
      .join(' ') === 'deployment report export' &&
    kept?.with['path'] === 'out' &&
    kept.if === '${{ !cancelled() }}' &&
    kept.with['name'] === (name === 'deploy' ? 'deployment-kind' : `deployment-${name}`) &&
    job.steps.at(-1)?.run === 'exit "$(jq .exitCode out/deployment.json)"'
  );
}

/** What is deployed, after what, and what is left of it. */
export const delivery: readonly WorkflowRule[] = [
  {
    name: 'deploys-what-was-published',
    sentence: "What is deployed is the digest that the publishing job's own publish answered with, verified.",
    check: (workflows) =>
      deploying(workflows)
        .filter((one) => !getsWhatWasPublished(one))
        .map(placeOf),
  },
  {
    name: 'proved-before-production',
    sentence:
      'What goes to a cluster that stays has an environment, for approval, and was proved on one of its own before.',
    check: (workflows) => {
      const all = deploying(workflows);
      const proving = all.filter(toOwnCluster).map(({ name }) => name);
      return all
        .filter((one) => !toOwnCluster(one))
        .filter(({ job }) => !job.environment || !needsOf(job).some((name) => proving.includes(name)))
        .map(placeOf);
    },
  },
  {
    name: 'deployments-keep-their-record',
    sentence: 'A deployment leaves its record, however it ended, and its job ends as the record says.',
    check: (workflows) =>
      deploying(workflows)
        .filter((one) => !keepsItsRecord(one))
        .map(placeOf),
  },
];
