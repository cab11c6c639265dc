/** Containers: what is changed in one, run, read and published. */
export const containerSchema = /* GraphQL */ `
  "An OCI container: a file system, and how it is run."
  type Container implements Node {
    id: ID!
    "Start from the image at an address."
    from(
      "\`name:tag\`, with \`@sha256:...\` where it is pinned"
      address: String!
      "The registry, if it is a service"
      registryService: ID
    ): Container!
    "Run a command, and keep its changes to files."
    withExec(
      "The command; empty for the image's default arguments"
      args: [String!]!
      "Put the image's entrypoint before the command"
      useEntrypoint: Boolean
      "Text for its standard input"
      stdin: String
      "A file in the container for its standard output"
      redirectStdout: String
      "A file in the container for its standard error"
      redirectStderr: String
      "Exit codes that are no error"
      expect: ReturnType
      "Run without an init process"
      noInit: Boolean
    ): Container!
    "Set an environment variable."
    withEnvVariable(name: String!, value: String!): Container!
    "Remove an environment variable."
    withoutEnvVariable(name: String!): Container!
    "Set an environment variable that is no part of the cache key."
    withVolatileVariable(name: String!, value: String!): Container!
    "Set the working directory."
    withWorkdir(path: String!): Container!
    "Set the user, by name or number; a group may follow after a colon."
    withUser(name: String!): Container!
    "Set a label of the image."
    withLabel(name: String!, value: String!): Container!
    "Set the entrypoint."
    withEntrypoint(args: [String!]!, "Keep the default arguments" keepDefaultArgs: Boolean): Container!
    "Set the default arguments."
    withDefaultArgs(args: [String!]!): Container!
    "Expose a port. A service is ready when its ports answer."
    withExposedPort(
      port: Int!
      protocol: NetworkProtocol
      description: String
      experimentalSkipHealthcheck: Boolean
    ): Container!
    "Add the files of a directory."
    withDirectory(
      path: String!
      source: ID!
      include: [String!]
      exclude: [String!]
      owner: String
    ): Container!
    "Add a file."
    withFile(path: String!, source: ID!, permissions: Int, owner: String): Container!
    "Add a file with a text."
    withNewFile(path: String!, contents: String!, permissions: Int, owner: String): Container!
    "Mount a cache volume, which is no part of the container's files."
    withMountedCache(
      path: String!
      cache: ID!
      "Who may use it at the same time"
      sharing: CacheSharingMode
      "The owner of a new volume"
      owner: String
    ): Container!
    "Mount a file system in memory."
    withMountedTemp(path: String!): Container!
    "Mount a file for reading. It is no part of the container's files."
    withMountedFile(path: String!, source: ID!): Container!
    "Mount a directory. It is no part of the container's files, and changes to it are not kept."
    withMountedDirectory(path: String!, source: ID!, owner: String): Container!
    "Mount a socket of the caller's machine."
    withUnixSocket(path: String!, source: ID!): Container!
    "Remove a socket."
    withoutUnixSocket(path: String!): Container!
    "Remove the mount at a path."
    withoutMount(path: String!): Container!
    "Mount a secret as a file."
    withMountedSecret(path: String!, source: ID!, owner: String, mode: Int): Container!
    "Set an environment variable to a secret."
    withSecretVariable(name: String!, secret: ID!): Container!
    "Remove a variable that is a secret."
    withoutSecretVariable(name: String!): Container!
    "Make a service reachable under a host name. It is started when it is needed."
    withServiceBinding(alias: String!, service: ID!): Container!
    "Set the credentials for a registry."
    withRegistryAuth(address: String!, username: String!, secret: ID!): Container!
    "Evaluate the container."
    sync: ID!
    "Print the standard output of the last command."
    stdout: String!
    "Print the standard error of the last command."
    stderr: String!
    "Print the exit code of the last command."
    exitCode: Int!
    "Select a file."
    file(path: String!): File!
    "Select a directory."
    directory(path: String!): Directory!
    "Select the whole file system."
    rootfs: Directory!
    "Tell whether a path exists."
    exists(path: String!): Boolean!
    "Turn the container into a service."
    asService(
      "The command; the image's default arguments when not given"
      args: [String!]
      useEntrypoint: Boolean
      noInit: Boolean
      "Run it privileged, with every right on this machine"
      insecureRootCapabilities: Boolean
    ): Service!
    "Pack the container's image into a tar archive."
    asTarball: File!
    "Write the container's image to a tar archive on the caller's machine."
    export(path: String!): String!
    "Push the container's image to a registry, and print its address with the digest."
    publish(
      address: String!
      "Containers for further platforms, to push an index of all"
      platformVariants: [ID!]
      "The registry, where it is a service"
      registryService: ID
    ): String!
    "Print the user."
    user: String!
    "Print the working directory."
    workdir: String!
    "Print the entrypoint."
    entrypoint: [String!]!
    "Print the default arguments."
    defaultArgs: [String!]!
    "Print the reference of the image that it came from."
    imageRef: String
    "Print the platform."
    platform: Platform!
    "Print the value of a label."
    label(name: String!): String
    "List the labels."
    labels: [Label!]!
    "Print the value of an environment variable."
    envVariable(name: String!): String
    "List the environment variables."
    envVariables: [EnvVariable!]!
    "List the exposed ports."
    exposedPorts: [Port!]!
    "Show the image's HEALTHCHECK; null without one."
    dockerHealthcheck: HealthcheckConfig
  }
`;
