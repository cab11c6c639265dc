/**
 * The order of the pipeline, as data: `ci`, `plan`, the report's timeline and the documentation all read this table.
 * To add a gate: a stage file, an image, a method and a row here.
 */

/** The images that stages use by name; `images.ts` holds their references. */
export type ImageName =
  | 'node'
  | 'postgres'
  | 'semgrep'
  | 'trivy'
  | 'golang'
  | 'cosign'
  | 'hadolint'
  | 'registry'
  | 'dind'
  | 'kindNode';

/** What a gate cannot go without in the source: package.json with its lockfile, the Dockerfile. */
export type NeededFile = 'lockfile' | 'dockerfile';

/** One gate: where it stands, what it waits for and why it is there. */
export interface Row {
  readonly stage: string;
  readonly gate: string;
  /** True for a gate that runs only where `pipeline.json` names it: an upgrade turns no other project red. */
  readonly onlyByName?: true;
  /** Gates that must be green before this one starts. */
  readonly needs: readonly string[];
  /** What must be in the source for it: what a project does not use is not asked for. */
  readonly files: readonly NeededFile[];
  /** What it is for, and why it stands where it stands. */
  readonly why: string;
  readonly images: readonly ImageName[];
  /** Names of the tools in this gate's findings, by which exceptions name them. */
  readonly tools: readonly string[];
  /** The commands that it runs, as a reader would type them. */
  readonly commands: readonly string[];
}

/** The pipeline from first to last. A row needs only rows above it. */
export const order: readonly Row[] = [
  {
    stage: 'lint',
    gate: 'lint',
    needs: [],
    files: ['lockfile'],
    why: 'Style, unused and cyclic imports, complexity and types: the fastest answer, so it starts first.',
    images: ['node'],
    tools: ['eslint', 'prettier', 'tsc'],
    commands: ['eslint . --format json', 'prettier . --list-different', 'tsc --noEmit --pretty false'],
  },
  {
    stage: 'lint',
    gate: 'dockerfile',
    onlyByName: true,
    needs: [],
    files: ['dockerfile'],
    why: 'Instructions and shell commands of the Dockerfile that mislead: it reads one file, so it is green or red before a build would begin.',
    images: ['node', 'hadolint'],
    tools: ['hadolint'],
    commands: ['hadolint --format json Dockerfile'],
  },
  {
    stage: 'SAST',
    gate: 'semgrep',
    needs: [],
    files: [],
    why: 'Insecure patterns in the code, by rules under version control: it reads the source alone, so it waits for nothing.',
    images: ['semgrep'],
    tools: ['semgrep'],
    commands: ['semgrep scan --config rules --metrics=off --json-output --sarif-output .'],
  },
  {
    stage: 'SAST',
    gate: 'codeql',
    needs: [],
    files: [],
    why: 'Follows data from request to sink across functions and files, which patterns cannot; the slowest reader of the source.',
    images: ['node'],
    tools: ['codeql'],
    commands: ['codeql database create', 'codeql database analyze javascript-security-extended.qls'],
  },
  {
    stage: 'SCA',
    gate: 'audit',
    needs: [],
    files: ['lockfile'],
    why: 'Known flaws in what is installed, and a lockfile that can be trusted; needs the lockfile alone.',
    images: ['node'],
    tools: ['npm-audit', 'npm-signatures', 'lockfile'],
    commands: ['npm audit --json', 'npm audit signatures --json'],
  },
  {
    stage: 'test',
    gate: 'test',
    needs: [],
    files: ['lockfile'],
    why: 'Unit and integration tests with coverage, beside the other checks of the source: none waits for another.',
    images: ['node', 'postgres'],
    tools: ['vitest'],
    commands: ['vitest run --coverage --reporter=junit'],
  },
  {
    stage: 'image',
    gate: 'image',
    needs: ['lint', 'dockerfile', 'semgrep', 'codeql', 'audit', 'test'],
    files: ['dockerfile'],
    why: 'Builds what will be shipped; only from a source that every earlier gate has passed.',
    images: [],
    tools: ['image'],
    commands: [
      'docker build --build-arg REVISION --build-arg VERSION --build-arg CREATED --build-arg SOURCE .',
    ],
  },
  {
    stage: 'scan',
    gate: 'scan-vulnerabilities',
    needs: ['image'],
    files: ['dockerfile'],
    why: 'Known flaws in the packages of the very image that will be shipped, the base image included.',
    images: ['trivy'],
    tools: ['trivy'],
    commands: ['trivy image --scanners vuln --format json', 'trivy version --format json'],
  },
  {
    stage: 'scan',
    gate: 'scan-config',
    needs: ['image'],
    files: [],
    why: 'Mistakes in the Dockerfile and the manifests that the image is deployed by.',
    images: ['trivy'],
    tools: ['trivy'],
    commands: ['trivy config --format json'],
  },
  {
    stage: 'scan',
    gate: 'scan-secrets',
    needs: ['image'],
    files: ['dockerfile'],
    why: 'Keys and passwords in the layers of the image and in the source, before anyone can pull them.',
    images: ['trivy'],
    tools: ['trivy'],
    commands: ['trivy image --scanners secret --format json', 'trivy fs --scanners secret --format json'],
  },
  {
    stage: 'smoke',
    gate: 'smoke',
    needs: ['image'],
    files: ['dockerfile'],
    why: 'Starts that very image and uses it, because an image that builds can still not run.',
    images: ['node'],
    tools: ['smoke'],
    commands: ['GET /health', 'node conversation', 'kill -TERM'],
  },
];

/** Names of all gates, first to last. */
export const gateNames: readonly string[] = order.map((row) => row.gate);

/** Gates of a project that names none. */
export const defaultGates: readonly string[] = order
  .filter((row) => row.onlyByName !== true)
  .map((row) => row.gate);

/** Tools whose findings a project may make an exception for: the scanners, never lint, tests or smoke. */
export const toolNames: readonly string[] = [
  ...new Set(
    order
      .filter(({ stage, gate }) => ['SAST', 'SCA', 'scan'].includes(stage) || gate === 'dockerfile')
      .flatMap((row) => row.tools),
  ),
];

/** The given names that no gate has: a caller's mistake, which is told before anything runs. */
export function unknownGates(names: readonly string[]): string[] {
  return names.filter((name) => !gateNames.includes(name));
}

/**
 * The rows in use, each needing only rows in use: a gate that the project leaves out holds nothing up, but what
 * it needed itself is still needed by what follows it.
 */
export function rowsInUse(gates: readonly string[], rows: readonly Row[] = order): Row[] {
  const inUse = new Set(gates);
  const needsOf = (gate: string): readonly string[] => rows.find((row) => row.gate === gate)?.needs ?? [];
  const resolve = (needs: readonly string[]): string[] => [
    ...new Set(needs.flatMap((need) => (inUse.has(need) ? [need] : resolve(needsOf(need))))),
  ];
  return rows.filter((row) => inUse.has(row.gate)).map((row) => ({ ...row, needs: resolve(row.needs) }));
}
