/** The entry points, the caller's machine and the module. */
export const querySchema = /* GraphQL */ `
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

  "Any object, by its id."
  interface Node {
    id: ID!
  }

  scalar Platform
  scalar Void
`;
