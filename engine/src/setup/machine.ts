/** The state of the Docker daemon. */
export type DockerState =
  | { readonly status: 'answers'; readonly version: string }
  /** Its socket exists and this user may not open it. */
  | { readonly status: 'denied' }
  /** It takes the connection and does not answer. */
  | { readonly status: 'silent' }
  /** DOCKER_HOST names one that does not answer. */
  | { readonly status: 'elsewhere'; readonly host: string }
  /** None runs here; `installed` says whether its program is there. */
  | { readonly status: 'down'; readonly installed: boolean };

/** The facts about a machine. */
export interface Machine {
  /** `process.platform` and `process.arch`. */
  readonly platform: string;
  readonly arch: string;
  /** `ID` of os-release(5) and its `ID_LIKE`; empty when the file is not there. */
  readonly distribution: readonly string[];
  readonly root: boolean;
  readonly docker: DockerState;
  /** Hosts of container registries that do not answer. */
  readonly silentRegistries: readonly string[];
  /** Paths of programs that were found; undefined for those that were not. */
  readonly mmdebstrap: string | undefined;
  /** Debian's keys, which mmdebstrap checks packages with. */
  readonly debianKeyring: string | undefined;
  readonly postgresql: string | undefined;
  readonly chromium: string | undefined;
  /** Python's pip, by which the tests of the manifests get kubectl and the Kubernetes schemas. */
  readonly pip: string | undefined;
  /** Reads JSON for the workflows' scripts, which tests run. */
  readonly jq: string | undefined;
}
