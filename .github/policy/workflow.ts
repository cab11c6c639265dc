import { isMap, isPair, isScalar, isSeq, parseDocument, visit, type Node } from 'yaml';
import { z } from 'zod';

const permissions = z.union([z.string(), z.record(z.string(), z.string())]);
const values = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({});

const step = z.looseObject({
  name: z.string().default(''),
  id: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  with: values,
  env: values,
  'continue-on-error': z.unknown().optional(),
});

const job = z.looseObject({
  'runs-on': z.string(),
  if: z.string().optional(),
  needs: z.union([z.string(), z.array(z.string())]).optional(),
  environment: z.string().optional(),
  outputs: values,
  'timeout-minutes': z.number().optional(),
  permissions: permissions.optional(),
  strategy: z.looseObject({ matrix: z.record(z.string(), z.array(z.string())).optional() }).optional(),
  'continue-on-error': z.unknown().optional(),
  steps: z.array(step),
});

const workflowSchema = z.looseObject({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions: permissions.optional(),
  concurrency: z
    .looseObject({ group: z.string(), 'cancel-in-progress': z.union([z.boolean(), z.string()]) })
    .optional(),
  env: values,
  jobs: z.record(z.string(), job),
});

export type Job = z.infer<typeof job>;
export type Step = z.infer<typeof step>;

/** A workflow, with the comments that stand behind its values. */
export interface Workflow extends z.infer<typeof workflowSchema> {
  /** `ci.yml`. */
  readonly file: string;
  /** Comment behind the value at a path such as `jobs.publish.steps.0.uses`. */
  readonly comments: ReadonlyMap<string, string>;
}

/** A step and where it stands. */
export interface Place {
  readonly file: string;
  readonly jobName: string;
  readonly job: Job;
  readonly step: Step;
  readonly index: number;
  /** Path of the step, as in `comments`. */
  readonly path: string;
}

/**
 * Reads a workflow.
 * @throws YAMLParseError, or ZodError where it is not as GitHub and these rules know workflows
 */
export function readWorkflow(file: string, text: string): Workflow {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) throw error;
  return { ...workflowSchema.parse(document.toJS()), file, comments: commentsOf(document.contents) };
}

/** Every step of every workflow. */
export function steps(workflows: readonly Workflow[]): Place[] {
  return workflows.flatMap(({ file, jobs }) =>
    Object.entries(jobs).flatMap(([jobName, one]) =>
      one.steps.map((oneStep, index) => ({
        file,
        jobName,
        job: one,
        step: oneStep,
        index,
        path: `jobs.${jobName}.steps.${String(index)}`,
      })),
    ),
  );
}

/** `ci.yml, pipeline, step 3`, as messages name a step. */
export function placeName({ file, jobName, index }: Place): string {
  return `${file}, ${jobName}, step ${String(index + 1)}`;
}

function commentsOf(contents: Node | null): Map<string, string> {
  const comments = new Map<string, string>();
  visit(contents, {
    Scalar(key, node, ancestors) {
      if (key === 'key' || typeof node.comment !== 'string') return;
      comments.set(pathOf([...ancestors, node]), node.comment.trim());
    },
  });
  return comments;
}

/** Keys and indexes from the top to a node. */
function pathOf(nodes: readonly unknown[]): string {
  return nodes
    .flatMap((node, index) => {
      if (isPair(node)) return isScalar(node.key) ? [String(node.key.value)] : [];
      const next = nodes[index + 1];
      return isSeq(node) && !isMap(node) ? [String(node.items.indexOf(next))] : [];
    })
    .join('.');
}
