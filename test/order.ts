import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take longest, and mostly wait: for a cluster, then for containers and registries. They are begun first, so that
 * all others run beside them and none of them is left for the end.
 */
const first = ['longest', 'pipeline', 'proofs', 'service', 'engine'];

/** Begins long files first, also where no earlier run has measured them. */
export default class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}

function rank({ moduleId, project }: TestSpecification): number {
  const kind = /\/(pipeline|proofs)\/(deploy|prove-deploy|prove-gates)\.test\.ts$/.test(moduleId)
    ? 'longest'
    : project.name;
  const at = first.indexOf(kind);
  return at === -1 ? first.length : at;
}
