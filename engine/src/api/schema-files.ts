/** Directories, files, services, secrets, repositories and the entry points; see schema-core.ts. */
export const filesSchema = /* GraphQL */ `
  "A directory: content alone, wherever it came from."
  type Directory implements Node {
    id: ID!
    "A directory in it."
    directory(path: String!): Directory!
    "A file in it."
    file(path: String!): File!
    "The part that patterns take (those of a .dockerignore file)."
    filter(include: [String!], exclude: [String!]): Directory!
    "Lays another directory over it at a path."
    withDirectory(path: String!, source: ID!, include: [String!], exclude: [String!]): Directory!
    "Adds a file."
    withFile(path: String!, source: ID!, permissions: Int): Directory!
    "Adds a file with this text."
    withNewFile(path: String!, contents: String!, permissions: Int): Directory!
    "Leaves out a directory."
    withoutDirectory(path: String!): Directory!
    "Leaves out a file."
    withoutFile(path: String!): Directory!
    "Compares it with an older state."
    changes("The older state" from: ID!): Changeset!
    "Makes changes in it."
    withChanges(changes: ID!): Directory!
    "The names in it; directories end in a slash."
    entries(path: String): [String!]!
    "The paths that match a pattern."
    glob(pattern: String!): [String!]!
    "Whether a path is there."
    exists(path: String!): Boolean!
    "A digest of the content."
    digest: String!
    "Evaluates the directory, and answers it."
    sync: ID!
    "Writes the directory to the caller's machine."
    export(path: String!, "Whether other files that are there are removed" wipe: Boolean): String!
    "Builds a Dockerfile, with the directory as context."
    dockerBuild(dockerfile: String, target: String, buildArgs: [BuildArg!], platform: Platform): Container!
    "The git repository in it."
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
    "Its text."
    contents: String!
    "Its size in bytes."
    size: Int!
    name: String!
    "A digest of the file."
    digest("Leaves out name and permissions" excludeMetadata: Boolean): String!
    "Evaluates the file, and answers it."
    sync: ID!
    "Writes the file to the caller's machine."
    export(path: String!): String!
  }

  "A container that listens."
  type Service implements Node {
    id: ID!
    "Starts it, and waits until its ports answer."
    start: ID!
    "Stops it."
    stop("Gives it no time to end by itself" kill: Boolean): ID!
    sync: ID!
    "Makes it reachable on the caller's machine until interrupted."
    up("FRONTEND:BACKEND" ports: [PortForward!], "Takes any free ports" random: Boolean): Void
    "host:port, with a scheme when one is given."
    endpoint(port: Int, scheme: String): String!
    hostname: String!
  }

  "A port of the caller's machine and the port that it leads to."
  input PortForward {
    backend: Int!
    frontend: Int
    protocol: NetworkProtocol
  }

  "A text that never shows."
  type Secret implements Node {
    id: ID!
    name: String!
    plaintext: String!
  }

  "A volume that outlives a run."
  type CacheVolume implements Node {
    id: ID!
  }

  type GitRepository implements Node {
    id: ID!
    "What HEAD points to."
    head: GitRef!
    "What a commit, branch, tag or full name leads to."
    ref(name: String!): GitRef!
    "What differs from HEAD in the work tree."
    uncommitted: Changeset!
  }

  type GitRef implements Node {
    id: ID!
    "The commit's id."
    commit: String!
    "The files of the commit."
    tree(discardGitDir: Boolean = false): Directory!
  }

  "What differs between two states of a directory."
  type Changeset implements Node {
    id: ID!
    "Tells whether no file differs."
    isEmpty: Boolean!
    "Lists what was added; directories end in a slash."
    addedPaths: [String!]!
    "Lists the files that were modified."
    modifiedPaths: [String!]!
    "Lists what was removed; a directory stands for all that was in it."
    removedPaths: [String!]!
    "The older state."
    before: Directory!
    "The newer state."
    after: Directory!
    "The added and modified files alone."
    layer: Directory!
    "The changes as a patch for git."
    asPatch: File!
    "Compares the two states, and answers the changes."
    sync: ID!
    "Makes the changes in a folder of the caller's machine."
    export(path: String!): String!
  }

  "The module that runs."
  type CurrentModule implements Node {
    id: ID!
    name: String!
    "Its source directory."
    source: Directory!
  }

  "The caller's machine."
  type Host implements Node {
    id: ID!
    "A directory of it, as it is now."
    directory(path: String!, include: [String!], exclude: [String!], noCache: Boolean): Directory!
    "A file of it, as it is now."
    file(path: String!, noCache: Boolean): File!
    "A Unix socket of it."
    unixSocket(path: String!): Socket!
    "Ports that it reaches, for containers."
    service(ports: [PortForward!]!, "Whose ports they are; localhost when absent" host: String): Service!
  }

  "A socket of the caller's machine."
  type Socket implements Node {
    id: ID!
  }

  "Any object, by its id."
  interface Node {
    id: ID!
  }

  type Query {
    container(platform: Platform): Container!
    directory: Directory!
    cacheVolume(key: String!): CacheVolume!
    setSecret(name: String!, plaintext: String!): Secret!
    currentModule: CurrentModule!
    host: Host!
    node(id: ID!): Node
    defaultPlatform: Platform!
    version: String!
  }

  scalar Platform
  scalar Void
`;
