/**
 * The part of Dagger's API that the engine serves: containers. Names, arguments and types are Dagger's own (a test holds
 * them against the SDK's generated client); the descriptions are what `--help` shows.
 */
export const containerSchema = /* GraphQL */ `
  "An OCI container: a file system and how it is run."
  type Container implements Node {
    id: ID!
    "Begins from an image by its address."
    from(
      "\`name:tag\`, with \`@sha256:...\` where it is pinned"
      address: String!
      "The registry, where it is a service"
      registryService: ID
    ): Container!
    "Runs a command; its changes to files are kept."
    withExec(
      "The command; the image's default arguments when empty"
      args: [String!]!
      "Whether the image's entrypoint stands before the command"
      useEntrypoint: Boolean
      "Text for the command's standard input"
      stdin: String
      "A file in the container that gets the standard output"
      redirectStdout: String
      "A file in the container that gets the standard error"
      redirectStderr: String
      "Which exit codes are no error"
      expect: ReturnType
      "Leaves out the init process"
      noInit: Boolean
    ): Container!
    "Sets an environment variable."
    withEnvVariable(name: String!, value: String!): Container!
    "Takes an environment variable away."
    withoutEnvVariable(name: String!): Container!
    "Sets an environment variable that does not count when cached results are looked for."
    withVolatileVariable(name: String!, value: String!): Container!
    "Sets the working directory."
    withWorkdir(path: String!): Container!
    "Sets the user, by name or number, with a group after a colon."
    withUser(name: String!): Container!
    "Sets a label of the image."
    withLabel(name: String!, value: String!): Container!
    "Sets the entrypoint."
    withEntrypoint(args: [String!]!, "Keeps the default arguments" keepDefaultArgs: Boolean): Container!
    "Sets the default arguments."
    withDefaultArgs(args: [String!]!): Container!
    "Exposes a port: a service is ready when its ports answer."
    withExposedPort(
      port: Int!
      protocol: NetworkProtocol
      description: String
      experimentalSkipHealthcheck: Boolean
    ): Container!
    "Lays a directory over the container's files."
    withDirectory(
      path: String!
      source: ID!
      include: [String!]
      exclude: [String!]
      owner: String
    ): Container!
    "Adds a file."
    withFile(path: String!, source: ID!, permissions: Int, owner: String): Container!
    "Adds a file with this text."
    withNewFile(path: String!, contents: String!, permissions: Int, owner: String): Container!
    "Mounts a cache volume, which is no part of the container's files."
    withMountedCache(
      path: String!
      cache: ID!
      "Whether one command at a time has it, or any number"
      sharing: CacheSharingMode
      "Whose it is when it is made"
      owner: String
    ): Container!
    "Mounts a file system in memory."
    withMountedTemp(path: String!): Container!
    "Mounts a file, which is no part of the container's files; it can only be read."
    withMountedFile(path: String!, source: ID!): Container!
    "Mounts a directory, which is no part of the container's files; what a command changes there is not kept."
    withMountedDirectory(path: String!, source: ID!, owner: String): Container!
    "Mounts a socket of the caller's machine."
    withUnixSocket(path: String!, source: ID!): Container!
    "Takes a socket away."
    withoutUnixSocket(path: String!): Container!
    "Takes away what is mounted at a path."
    withoutMount(path: String!): Container!
    "Mounts a secret as a file."
    withMountedSecret(path: String!, source: ID!, owner: String, mode: Int): Container!
    "Sets an environment variable to a secret."
    withSecretVariable(name: String!, secret: ID!): Container!
    "Makes a service reachable under a host name; it is started when it is needed."
    withServiceBinding(alias: String!, service: ID!): Container!
    "Credentials for a registry."
    withRegistryAuth(address: String!, username: String!, secret: ID!): Container!
    "Runs what was asked for, and answers this container."
    sync: ID!
    "The last command's standard output."
    stdout: String!
    "The last command's standard error."
    stderr: String!
    "The last command's exit code."
    exitCode: Int!
    "A file of the container."
    file(path: String!): File!
    "A directory of the container."
    directory(path: String!): Directory!
    "The container's whole file system."
    rootfs: Directory!
    "Whether a path is there."
    exists(path: String!): Boolean!
    "The container as a service."
    asService(
      "The command; the image's default arguments when absent"
      args: [String!]
      useEntrypoint: Boolean
      noInit: Boolean
      "Gives it every right on the machine that the engine runs on"
      insecureRootCapabilities: Boolean
    ): Service!
    "The container's image as a tar archive."
    asTarball: File!
    "Writes the container's image to a tar archive on the caller's machine."
    export(path: String!): String!
    "Pushes the container's image to a registry, and answers its address with the digest."
    publish(
      address: String!
      "Containers for further platforms: an index of all is pushed"
      platformVariants: [ID!]
      "The registry, where it is a service"
      registryService: ID
    ): String!
    user: String!
    workdir: String!
    entrypoint: [String!]!
    defaultArgs: [String!]!
    imageRef: String
    platform: Platform!
    label(name: String!): String
    labels: [Label!]!
    envVariable(name: String!): String
    envVariables: [EnvVariable!]!
    exposedPorts: [Port!]!
    "The image's HEALTHCHECK; null where it has none."
    dockerHealthcheck: HealthcheckConfig
  }

  "How a container is asked whether it is healthy (Dockerfile reference, HEALTHCHECK)."
  type HealthcheckConfig implements Node {
    id: ID!
    args: [String!]!
    "Whether the arguments are one command for a shell."
    shell: Boolean!
  }

  "A label of an image."
  type Label implements Node {
    id: ID!
    name: String!
    value: String!
  }

  "An environment variable."
  type EnvVariable implements Node {
    id: ID!
    name: String!
    value: String!
  }

  "A port that a container exposes."
  type Port implements Node {
    id: ID!
    port: Int!
    protocol: NetworkProtocol!
    experimentalSkipHealthcheck: Boolean!
  }

  "Which exit codes of a command are no error."
  enum ReturnType {
    "Exit code 0"
    SUCCESS
    "1 to 127 and 192 to 255"
    FAILURE
    "0 to 127 and 192 to 255"
    ANY
  }

  "Who may use a cache volume at once."
  enum CacheSharingMode {
    "Any number of commands"
    SHARED
    "One command at a time"
    LOCKED
    "Any number, each with another one, which the next finds again"
    PRIVATE
  }

  enum NetworkProtocol {
    TCP
    UDP
  }
`;
