import type { Call } from '../../graph/index.ts';
import { Refused } from '../common/errors.ts';
import type { Value } from '../common/values.ts';
import { commitOfRef, treeOfRef } from '../git/refs.ts';
import { argument, receiverOf, type Evaluation, type Fields, type Leaves } from './field.ts';

/** The fields that answer a git repository, or a place in one. */
export const gitFields: Fields = {
  'Directory.asGit': async (evaluation, call) => ({
    kind: 'git',
    git: { tree: await evaluation.tree(receiverOf(call)) },
  }),
  'GitRepository.head': sameRepository,
  'GitRepository.ref': async (evaluation, call) => ({
    kind: 'git',
    git: { ...(await evaluation.git(receiverOf(call))), ref: argument.text(call, 'name') },
  }),
  'GitRef.tree': async (evaluation, call) => {
    if (!argument.flag(call, 'discardGitDir'))
      throw new Refused('the local engine gives a tree without .git: ask with discardGitDir: true');
    return {
      kind: 'directory',
      tree: await treeOfRef(evaluation.context, await evaluation.git(receiverOf(call))),
    };
  },
};

/** The fields of GitRef that answer plain data. */
export const gitLeaves: Leaves = {
  'GitRef.commit': async (evaluation, call) =>
    commitOfRef(evaluation.context, await evaluation.git(receiverOf(call))),
};

/** A reference is read from the repository that it belongs to. */
async function sameRepository(evaluation: Evaluation, call: Call): Promise<Value> {
  return { kind: 'git', git: await evaluation.git(receiverOf(call)) };
}
