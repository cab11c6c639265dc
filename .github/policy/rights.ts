import type { WorkflowRule } from './rule.ts';
import { placeName, steps, type Job, type Workflow } from './workflow.ts';

/** Text that anybody can write into a pull request, an issue or a commit. */
const untrusted =
  /github\.head_ref|github\.event\.(pull_request\.(title|body|head\.(ref|label))|issue|comment|review|discussion|pages|commits|head_commit|workflow_run\.(head_branch|display_title|head_commit))/;

/** Expressions of a text. */
const expressions = (text: string): string[] =>
  [...text.matchAll(/\$\{\{([\s\S]*?)\}\}/g)].map(([, inner = '']) => inner);

const triggeredBy = ({ on }: Workflow, event: string): boolean => event in on;

/** A job's rights beyond reading the sources, and whether a reason stands behind each. */
function withoutReason(workflow: Workflow, name: string, job: Job): string[] {
  if (job.permissions === undefined) return [];
  if (typeof job.permissions === 'string') return [`${workflow.file}, ${name}: ${job.permissions}`];
  return Object.entries(job.permissions)
    .filter(([right, level]) => !(right === 'contents' && level === 'read'))
    .filter(([right]) => !workflow.comments.has(`jobs.${name}.permissions.${right}`))
    .map(([right, level]) => `${workflow.file}, ${name}: ${right}: ${level}`);
}

/** What a run may do, and what others may make it do. */
export const rights: readonly WorkflowRule[] = [
  {
    name: 'read-only-by-default',
    sentence: 'A workflow may read the sources and nothing else; what a job needs besides, it says itself.',
    check: (workflows) =>
      workflows
        .filter(({ permissions }) => JSON.stringify(permissions) !== '{"contents":"read"}')
        .map(({ file }) => file),
  },
  {
    name: 'reasons-for-rights',
    sentence: 'Behind every further right of a job stands its reason, and no job takes them all.',
    check: (workflows) =>
      workflows.flatMap((workflow) =>
        Object.entries(workflow.jobs).flatMap(([name, job]) => withoutReason(workflow, name, job)),
      ),
  },
  {
    name: 'no-pull-request-target',
    sentence: "No workflow runs others' code with this repository's rights and secrets.",
    check: (workflows) =>
      workflows.filter((workflow) => triggeredBy(workflow, 'pull_request_target')).map(({ file }) => file),
  },
  {
    name: 'no-expression-in-scripts',
    sentence: 'No script contains an expression: GitHub pastes its value as code. Values come as variables.',
    check: (workflows) =>
      steps(workflows)
        .filter(({ step }) => expressions(step.run ?? '').length > 0)
        .map(placeName),
  },
  {
    name: 'no-untrusted-text',
    sentence:
      'What strangers write, such as titles and names of branches, is compared at most, never passed on.',
    check: (workflows) =>
      steps(workflows)
        .filter(({ step }) =>
          [...Object.values(step.with), ...Object.values(step.env)].some((value) =>
            expressions(String(value)).some((expression) => untrusted.test(expression)),
          ),
        )
        .map(placeName),
  },
  {
    name: 'no-credentials-kept',
    sentence: 'The token does not stay in the checkout, where every later step could read it.',
    check: (workflows) =>
      steps(workflows)
        .filter(({ step }) => step.uses?.startsWith('actions/checkout@'))
        .filter(({ step }) => step.with['persist-credentials'] !== false)
        .map(placeName),
  },
  {
    name: 'no-secret-for-pull-requests',
    sentence: 'What a pull request can start has no secret, so that one from a fork gets the same verdict.',
    check: (workflows) =>
      workflows
        .filter((workflow) => triggeredBy(workflow, 'pull_request'))
        .filter(({ jobs }) => /\bsecrets\b/.test(JSON.stringify(jobs)))
        .map(({ file }) => file),
  },
  {
    name: 'no-writer-beside-code',
    sentence: 'In what a pull request can start, a job that may write runs no code of the repository.',
    check: (workflows) =>
      steps(workflows.filter((workflow) => triggeredBy(workflow, 'pull_request')))
        .filter(({ job }) => Object.values(job.permissions ?? {}).includes('write'))
        .filter(({ step }) => step.run !== undefined)
        .map(placeName),
  },
];
