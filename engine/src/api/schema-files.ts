/** Directories, files, services, secrets, repositories and the entry points; see schema-core.ts. */
export const filesSchema = /* GraphQL */ `
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
    dockerBuild(dockerfile: String, target: String, buildArgs: [BuildArg!], platform: Platform): Container!
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

  "A container that listens on ports."
  type Service implements Node {
    id: ID!
    "Start the service, and wait until its ports answer."
    start: ID!
    "Stop the service."
    stop("Stop it at once" kill: Boolean): ID!
    "Evaluate the service."
    sync: ID!
    "Make the service reachable on this machine until interrupted."
    up("FRONTEND:BACKEND" ports: [PortForward!], "Take any free ports" random: Boolean): Void
    "Print host:port, after the scheme if one is given."
    endpoint(port: Int, scheme: String): String!
    "Print the host that it is reached by."
    hostname: String!
  }

  "A port of the caller's machine and the port that it leads to."
  input PortForward {
    backend: Int!
    frontend: Int
    protocol: NetworkProtocol
  }

  "A text that is never shown."
  type Secret implements Node {
    id: ID!
    "Print its name."
    name: String!
    "Print its text."
    plaintext: String!
  }

  "A volume that is kept between runs."
  type CacheVolume implements Node {
    id: ID!
  }

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

  "The module that runs."
  type CurrentModule implements Node {
    id: ID!
    "Print its name."
    name: String!
    "Select its source directory."
    source: Directory!
  }

  "The caller's machine."
  type Host implements Node {
    id: ID!
    "Read a directory."
    directory(path: String!, include: [String!], exclude: [String!], noCache: Boolean): Directory!
    "Read a file."
    file(path: String!, noCache: Boolean): File!
    "Select a Unix socket."
    unixSocket(path: String!): Socket!
    "Make ports that it reaches a service."
    service(ports: [PortForward!]!, "The host of the ports; localhost when not given" host: String): Service!
  }

  "A socket of the caller's machine."
  type Socket implements Node {
    id: ID!
  }

  "Any object, by its id."
  interface Node {
    id: ID!
  }

  "The entry points."
  type Query {
    "Start from an empty container."
    container(platform: Platform): Container!
    "Start from an empty directory."
    directory: Directory!
    "Select the cache volume with a key."
    cacheVolume(key: String!): CacheVolume!
    "Make a secret of a text."
    setSecret(name: String!, plaintext: String!): Secret!
    "Select the module that runs."
    currentModule: CurrentModule!
    "Select the caller's machine."
    host: Host!
    "Select an object by its id."
    node(id: ID!): Node
    "Print the platform that containers run on."
    defaultPlatform: Platform!
    "Print the version of the API."
    version: String!
  }

  scalar Platform
  scalar Void
`;
