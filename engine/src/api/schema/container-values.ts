/** What a container answers in plain values, and what its functions choose from. */
export const containerValuesSchema = /* GraphQL */ `
  "The health check of an image (Dockerfile reference, HEALTHCHECK)."
  type HealthcheckConfig implements Node {
    id: ID!
    args: [String!]!
    "True if the arguments are one command for a shell."
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

  "Exit codes of a command that are no error."
  enum ReturnType {
    "Exit code 0"
    SUCCESS
    "1 to 127 and 192 to 255"
    FAILURE
    "0 to 127 and 192 to 255"
    ANY
  }

  "Who may use a cache volume at the same time."
  enum CacheSharingMode {
    "Any number of commands"
    SHARED
    "One command at a time"
    LOCKED
    "Each command with a volume of its own, which is kept"
    PRIVATE
  }

  enum NetworkProtocol {
    TCP
    UDP
  }
`;
