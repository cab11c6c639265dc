/** What containers use: services, secrets, cache volumes and sockets. */
export const serviceSchema = /* GraphQL */ `
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

  "A socket of the caller's machine."
  type Socket implements Node {
    id: ID!
  }
`;
