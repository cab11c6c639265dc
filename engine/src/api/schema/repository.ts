/** Git repositories and their commits. */
export const repositorySchema = /* GraphQL */ `
  "A git repository."
  type GitRepository implements Node {
    id: ID!
    "Select the commit of HEAD."
    head: GitRef!
    "Select a commit, branch, tag or full name."
    ref(name: String!): GitRef!
    "Compare the work tree with HEAD."
    uncommitted: Changeset!
  }

  "A commit of a git repository."
  type GitRef implements Node {
    id: ID!
    "Print the id of the commit."
    commit: String!
    "Select the files of the commit."
    tree(discardGitDir: Boolean = false): Directory!
  }
`;
