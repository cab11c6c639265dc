import { chainsIn } from './dagger-calls.ts';
import type { WorkflowRule } from './rule.ts';
import { placeName, steps, type Step, type Workflow } from './workflow.ts';

const named = (workflows: readonly Workflow[], file: string): Workflow[] =>
  workflows.filter((workflow) => workflow.file === file);

/** Conditions that must all hold, each by itself; an alternative among them makes one that no list knows. */
const conditionsOf = (text = ''): string[] =>
  text
    .replace(/^\s*\$\{\{|\}\}\s*$/g, '')
    .split('&&')
    .map((condition) => condition.trim());

/** CD starts only after this. */
const afterGreenPush = [
  "github.event.workflow_run.conclusion == 'success'",
  "github.event.workflow_run.event == 'push'",
  "github.event.workflow_run.head_branch == 'main'",
  'github.event.workflow_run.head_repository.full_name == github.repository',
];

/** Of the repository itself, or no pull request at all. */
const notAFork =
  "github.event_name != 'pull_request' || github.event.pull_request.head.repo.full_name == github.repository";

const isForForks = (step: Step): boolean =>
  conditionsOf(step.if).join() ===
  "!cancelled(),github.event_name == 'pull_request',github.event.pull_request.head.repo.full_name != github.repository";

/** Whether a step calls a function of the module: as its first link, or after links that only give it arguments. */
const calls = ({ run }: Step, name: string): boolean =>
  chainsIn(run).some((chain) => chain.find((link) => !givesArguments.includes(link.name))?.name === name);

/** Links of a chain that only hold what later ones are told: the module's own flags stand before the first. */
const givesArguments = ['', 'with-registry', 'kind', 'cluster'];

/** In a pipeline's steps: report, then what shows and keeps it whatever it says, then the verdict. */
function reportFirst(list: readonly Step[]): boolean {
  const report = list.findIndex((step) => calls(step, 'report'));
  const verdict = list.findIndex((step) => calls(step, 'ci') || calls(step, 'publish'));
  if (verdict === -1) return true;
  const between = list.slice(report + 1, verdict);
  const kept = between.some((step) => step.uses?.startsWith('actions/upload-artifact@'));
  return (
    report !== -1 && report < verdict && kept && between.every((step) => step.if?.includes('!cancelled()'))
  );
}

/** What runs when, and what is left when it is red. */
export const course: readonly WorkflowRule[] = [
  {
    name: 'time-limits',
    sentence: 'Every job has a limit of 60 minutes or less; GitHub would wait for six hours.',
    check: (workflows) =>
      workflows.flatMap(({ file, jobs }) =>
        Object.entries(jobs)
          .filter(([, job]) => (job['timeout-minutes'] ?? 360) > 60)
          .map(([name]) => `${file}, ${name}`),
      ),
  },
  {
    name: 'concurrency',
    sentence:
      'Runs of one thing do not overlap: CI ends the one that is superseded, by branch; CD ends none.',
    check: (workflows) =>
      workflows
        .filter(({ file, concurrency }) => {
          if (concurrency === undefined) return true;
          const byBranch = concurrency.group.includes('${{ github.ref }}');
          return (
            concurrency['cancel-in-progress'] !== (file !== 'cd.yml') || byBranch !== (file === 'ci.yml')
          );
        })
        .map(({ file }) => file),
  },
  {
    name: 'ci-triggers',
    sentence: 'CI runs for pushes to main, for pull requests to main, and by hand.',
    check: (workflows) =>
      named(workflows, 'ci.yml')
        .filter(({ on }) => {
          const main = JSON.stringify({ branches: ['main'] });
          const { push, pull_request: pull } = on;
          return (
            JSON.stringify(push) !== main || JSON.stringify(pull) !== main || !('workflow_dispatch' in on)
          );
        })
        .map(({ file }) => file),
  },
  {
    name: 'report-before-verdict',
    sentence:
      'The report comes before the verdict and is kept whatever happens, so that it is there when it is red.',
    check: (workflows) =>
      workflows.flatMap(({ file, jobs }) =>
        Object.entries(jobs)
          .filter(([, job]) => !reportFirst(job.steps))
          .map(([name]) => `${file}, ${name}`),
      ),
  },
  {
    name: 'proofs-nightly',
    sentence: 'Every night the gates and the deployment are proved, with every defect that is known.',
    check: (workflows) => {
      const nightly = steps(named(workflows, 'nightly.yml'));
      return ['prove-gates', 'prove-deploy'].filter(
        (proof) => !nightly.some(({ step, job }) => calls(step, proof) && job.if === undefined),
      );
    },
  },
  {
    name: 'red-stays-red',
    sentence: 'Nothing makes a red step green.',
    check: (workflows) => [
      ...steps(workflows)
        .filter(({ step }) => 'continue-on-error' in step || /\|\|\s*(true|:|exit 0)/.test(step.run ?? ''))
        .map(placeName),
      ...workflows
        .filter(({ jobs }) => Object.values(jobs).some((job) => 'continue-on-error' in job))
        .map(({ file }) => file),
    ],
  },
  {
    name: 'sarif-by-tool',
    sentence:
      'SARIF goes up one tool at a time, each in its own category, and only where the tool wrote a file.',
    check: (workflows) =>
      steps(workflows)
        .filter(({ step }) => step.uses?.startsWith('github/codeql-action/upload-sarif@'))
        .filter(({ step, job }) => {
          const byTool =
            step.with['category'] === '${{ matrix.tool }}' &&
            step.with['sarif_file'] === 'out/${{ matrix.tool }}.sarif';
          const tools = job.strategy?.matrix?.['tool'] ?? [];
          return !byTool || new Set(tools).size !== tools.length || !step.if?.includes('hashFiles(');
        })
        .map(placeName),
  },
  {
    name: 'forks-are-told',
    sentence: 'What a fork cannot upload is not tried, and is named.',
    check: (workflows) =>
      workflows.flatMap(({ file, jobs }) => {
        const told = Object.values(jobs).some(({ steps: list }) => list.some(isForForks));
        return Object.entries(jobs)
          .filter(([, { steps: list }]) => list.some(({ uses }) => uses?.includes('/upload-sarif@')))
          .filter(([, job]) => !told || conditionsOf(job.if).join() !== `!cancelled(),(${notAFork})`)
          .map(([name]) => `${file}, ${name}`);
      }),
  },
  {
    name: 'cd-after-green-push',
    sentence: 'CD starts after a run of CI that was green, of a push, to main, of this repository: all four.',
    check: (workflows) =>
      named(workflows, 'cd.yml').flatMap(({ file, on, jobs }) => [
        ...(JSON.stringify(on) ===
        '{"workflow_run":{"workflows":["CI"],"types":["completed"],"branches":["main"]}}'
          ? []
          : [`${file}: its trigger`]),
        ...Object.entries(jobs)
          .filter(([, job]) => job.needs === undefined)
          .filter(([, job]) => conditionsOf(job.if).sort().join() !== [...afterGreenPush].sort().join())
          .map(([name]) => `${file}, ${name}`),
      ]),
  },
  {
    name: 'cd-of-the-checked-commit',
    sentence: 'CD takes the commit that CI has checked, not what main has become since.',
    check: (workflows) =>
      steps(named(workflows, 'cd.yml'))
        .filter(({ step }) => step.uses?.startsWith('actions/checkout@'))
        .filter(({ step }) => step.with['ref'] !== '${{ github.event.workflow_run.head_sha }}')
        .map(placeName),
  },
];
