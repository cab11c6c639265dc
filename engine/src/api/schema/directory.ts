/** Directories, files, and the differences between two states of a directory. */
export const directorySchema = /* GraphQL */ `
  "A directory, known by its content alone."
  type Directory implements Node {
    id: ID!
    "Select a directory in it."
    directory(path: String!): Directory!
    "Select a file in it."
    file(path: String!): File!
    "Keep what patterns select, as those of a .dockerignore file do."
    filter(include: [String!], exclude: [String!]): Directory!
    "Add another directory at a path."
    withDirectory(path: String!, source: ID!, include: [String!], exclude: [String!]): Directory!
    "Add a file."
    withFile(path: String!, source: ID!, permissions: Int): Directory!
    "Add a file with a text."
    withNewFile(path: String!, contents: String!, permissions: Int): Directory!
    "Remove a directory."
    withoutDirectory(path: String!): Directory!
    "Remove a file."
    withoutFile(path: String!): Directory!
    "Compare it with an older state of it."
    changes("The older state" from: ID!): Changeset!
    "Apply changes to it."
    withChanges(changes: ID!): Directory!
    "List the names in it. Directories end in a slash."
    entries(path: String): [String!]!
    "List the paths that match a pattern."
    glob(pattern: String!): [String!]!
    "Tell whether a path exists."
    exists(path: String!): Boolean!
    "Print a digest of the content."
    digest: String!
    "Evaluate the directory."
    sync: ID!
    "Write the directory to the caller's machine."
    export(path: String!, "Remove other files in that place" wipe: Boolean): String!
    "Build the image of a Dockerfile, with the directory as context."
    dockerBuild(
      dockerfile: String
      target: String
      buildArgs: [BuildArg!]
      platform: Platform
      "Secrets that steps may mount by their names"
      secrets: [ID!]
    ): Container!
    "Open the git repository in it."
    asGit: GitRepository!
  }

  "A build argument."
  input BuildArg {
    name: String!
    value: String!
  }

  "A file."
  type File implements Node {
    id: ID!
    "Print its text."
    contents: String!
    "Print its size in bytes."
    size: Int!
    "Print its name."
    name: String!
    "Print a digest of the file."
    digest("Leave out name and permissions" excludeMetadata: Boolean): String!
    "Evaluate the file."
    sync: ID!
    "Write the file to the caller's machine."
    export(path: String!): String!
  }

  "The differences between two states of a directory."
  type Changeset implements Node {
    id: ID!
    "Tell whether no file differs."
    isEmpty: Boolean!
    "List what was added. Directories end in a slash."
    addedPaths: [String!]!
    "List the files that were modified."
    modifiedPaths: [String!]!
    "List what was removed, without the contents of removed directories."
    removedPaths: [String!]!
    "Select the older state."
    before: Directory!
    "Select the newer state."
    after: Directory!
    "Select the added and modified files alone."
    layer: Directory!
    "Write the changes as a patch for git."
    asPatch: File!
    "Evaluate the changes."
    sync: ID!
    "Apply the changes to a folder of the caller's machine."
    export(path: String!): String!
  }
`;
