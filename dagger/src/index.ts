/**
 * A CI/CD pipeline for Node services: lint, test, build, smoke-test, the same on a laptop and in CI.
 *
 * `dagger call ci` runs all gates; each gate is a function of its own. Exit codes: 0 all passed, 1 a gate failed,
 * 2 the arguments or the configuration are wrong, 3 something could not be checked.
 */
import type { Container, Directory, File, Secret, Service, Socket } from '@dagger.io/dagger';
import { argument, check, func, object } from '@dagger.io/dagger';

import { deployProject } from './deploy/deploy.stage.ts';
import { deployFiles, deployTableOrEnd } from './report/deployment.stage.ts';
import { measuresOf } from './deploy/dora/read.stage.ts';
import { endWith, orEnd } from './tools/ending.stage.ts';
import { catalogue, filesFor } from './gates/order.ts';
import { images } from './tools/images.ts';
import { gateOrEnd, runAll, stageOrEnd, tableOrEnd } from './ci/pipeline.ts';
import { proveDeploy } from './prove/prove-deploy.stage.ts';
import { proveGates } from './prove/prove-gates.stage.ts';
import { publishImage } from './publish/publish.stage.ts';
import { rollbackProject } from './deploy/rollback.stage.ts';
import { signingsOf } from './publish/attest.stage.ts';
import { removeCluster } from './deploy/cluster/docker.stage.ts';
import { buildImage, publishedImage } from './gates/image/stage.ts';
import { format } from './gates/lint/stage.ts';
import type { Project } from './project/project.stage.ts';
import { reportFiles } from './report/files.stage.ts';
import { asService } from './gates/smoke/stage.ts';
import { projectOf, requireSource } from './project/source.stage.ts';
import { verifyOrEnd } from './publish/verify.stage.ts';
import { planText } from './ci/plan.ts';
import { doraTable } from './report/dora-words.ts';
import { exitCodes } from './verdict/verdict.ts';

@object()
export class Messenger {
  source: Directory;
  directory: string;
  dockerfile: string;
  manifests: string;
  port: number;
  healthPath: string;
  threshold: string;
  conversation?: File;
  trivyCache?: Directory;
  advisories?: Service;
  trivyDatabase: string;
  rerun: string[];
  base: string;

  /**
   * @param source The project. Default: the repository that the module stands in.
   * @param dockerfile Path of the Dockerfile in the source.
   * @param port Port that the service listens on.
   * @param healthPath Path that answers 200 when the service is healthy.
   * @param threshold Severity from which a finding is red, instead of pipeline.json's: LOW, MEDIUM, HIGH or CRITICAL.
   * @param conversation A program for Node that talks to BASE_URL and exits 0 when all is well, instead of pipeline.json's.
   * @param trivyCache A cache of Trivy's with a vulnerability database in it, for a machine without a network.
   * @param trivyDatabase Repository of Trivy's vulnerability database: a mirror, instead of Trivy's own choice.
   * @param manifests Directory of the Kubernetes manifests in the source; they are scanned with the Dockerfile.
   * @param advisories A service that answers npm's advisories on port 4873, in place of the registry.
   * @param directory Folder of the project in the source, for a service in a folder of its repository. Other paths are in it.
   * @param base Commit, branch or tag of the target: the verdict lists settings that are weaker than there. Default: origin/HEAD.
   * @param rerun Gates to run anew, whatever an earlier run has answered: a red test that another run might not give.
   */
  constructor(
    @argument({ defaultPath: '/', ignore: ['**/node_modules', '**/coverage', 'out'] }) source: Directory,
    dockerfile = 'Dockerfile',
    port = 8000,
    healthPath = '/health',
    threshold = '',
    conversation?: File,
    trivyCache?: Directory,
    trivyDatabase = '',
    manifests = 'manifests',
    advisories?: Service,
    directory = '.',
    rerun: string[] = [],
    base = '',
  ) {
    this.source = source;
    this.directory = directory;
    this.rerun = rerun;
    this.base = base;
    this.dockerfile = dockerfile;
    this.port = port;
    this.healthPath = healthPath;
    this.threshold = threshold;
    this.trivyDatabase = trivyDatabase;
    this.manifests = manifests;
    Object.assign(this, { conversation, advisories, trivyCache });
  }

  /**
   * Runs every gate that pipeline.json uses, in order, as parallel as the order allows, and answers with the verdict.
   * @param allowUnavailable Gates that this run may go without when they cannot be checked. They stay in the verdict.
   * @param failFast Waits for nothing more once a gate is red.
   */
  @func({ cache: 'never' })
  async ci(allowUnavailable: string[] = [], failFast = false): Promise<string> {
    return this.checked(async (project) => tableOrEnd(await runAll(project, { allowUnavailable, failFast })));
  }

  /**
   * Everything that is known about a run, as files, however the run ended.
   * verdict.json, summary.md, index.html, junit.xml, coverage, a SARIF file per tool, Trivy's JSON, lists of what is in the image.
   * Never fails on findings: that is ci's affair.
   * @param allowUnavailable Gates that this run may go without when they cannot be checked. They stay in the verdict.
   * @param history Past deployment.json files, for the measures of delivery in the page: dora says which.
   */
  @func({ cache: 'never' })
  async report(allowUnavailable: string[] = [], history?: Directory): Promise<Directory> {
    return this.checked(async (project) => {
      const parts = history === undefined ? {} : { measures: await measuresOf(history) };
      return reportFiles(project, await runAll(project, { allowUnavailable, failFast: false }), parts);
    });
  }

  /** ESLint, Prettier and the type checker; all three are reported. */
  @func()
  @check()
  async lint(): Promise<string> {
    return this.gate('lint');
  }

  /** Instructions and shell commands of the Dockerfile that mislead, by hadolint. */
  @func()
  @check()
  async lintDockerfile(): Promise<string> {
    return this.gate('dockerfile');
  }

  /** The sources as ESLint's and Prettier's own fixes leave them. */
  @func()
  async format(): Promise<Directory> {
    return this.checked(async (project) => {
      await requireSource(project, filesFor(['lint']));
      return format(project);
    });
  }

  /** Insecure patterns in the code, by the rules that come with this module. */
  @func()
  @check()
  async semgrep(): Promise<string> {
    return this.gate('semgrep');
  }

  /** Data flows from request to sink, by CodeQL's security-extended suite; its licence must be acknowledged. */
  @func()
  @check()
  async codeql(): Promise<string> {
    return this.gate('codeql');
  }

  /** Known flaws in the lockfile's packages, their signatures, and the lockfile itself. */
  @func({ cache: 'never' })
  @check()
  async audit(): Promise<string> {
    return this.gate('audit');
  }

  /** Unit and integration tests with coverage, against a PostgreSQL where pipeline.json asks for one. */
  @func()
  @check()
  async test(): Promise<string> {
    return this.gate('test');
  }

  /** The project's image, built by its Dockerfile with the revision baked in; as a check, whether it builds. */
  @func()
  @check()
  async image(): Promise<Container> {
    return this.checked(async (project) => {
      await requireSource(project, filesFor(['image']));
      return buildImage(project);
    });
  }

  /**
   * Vulnerabilities, misconfiguration and secrets, in the image and in what it is deployed by.
   * @param image An image that is published, `HOST/NAME@sha256:...`, in place of the one that is built from the source.
   */
  @func({ cache: 'never' })
  @check()
  async scan(image = ''): Promise<string> {
    return this.checked((project) =>
      stageOrEnd('scan', image === '' ? project : { ...project, archive: publishedImage(image).asTarball() }),
    );
  }

  /** Starts the image and uses it: health, conversation, user, files written, SIGTERM. */
  @func()
  @check()
  async smoke(): Promise<string> {
    return this.gate('smoke');
  }

  /**
   * Runs every gate, pushes the very image that they have seen, attaches lists of packages and provenance, signs it, and
   * answers with `HOST/NAME:TAG@sha256:...`. Tags are the commit's id and the version. Refuses, and pushes nothing, when
   * a gate has not passed, when the tree has changes, and when a tag leads to another image.
   * @param address `HOST/NAME`, without a tag; Docker Hub where no host is named.
   * @param version A tag beside the commit's id.
   * @param platforms linux/amd64, linux/arm64: several become one index. Default: the engine's own.
   * @param username Of the registry.
   * @param password Of the registry.
   * @param signingKey A private key of cosign's.
   * @param signingPassword Password of the key.
   * @param idTokenUrl ACTIONS_ID_TOKEN_REQUEST_URL of GitHub Actions, to sign without a key.
   * @param idTokenRequestToken ACTIONS_ID_TOKEN_REQUEST_TOKEN of GitHub Actions, to sign without a key.
   * @param registry The registry, for an address on localhost: tcp://localhost:5000.
   * @param builder Who runs this, as a URI, for the provenance.
   * @param invocation Which run this is, for the provenance.
   */
  @func({ cache: 'never' })
  async publish(
    address: string,
    version = '',
    platforms: string[] = [],
    username = '',
    password?: Secret,
    signingKey?: Secret,
    signingPassword?: Secret,
    idTokenUrl = '',
    idTokenRequestToken?: Secret,
    registry?: Service,
    builder = '',
    invocation = '',
  ): Promise<string> {
    const access = { registry, username, password };
    const signings = signingsOf({ signingKey, signingPassword, idTokenUrl, idTokenRequestToken });
    const request = { address, version, platforms, access, signings, builder, invocation };
    return this.checked(async (project) => (await publishImage(project, request)).reference);
  }

  /**
   * Verifies a published image by its digest: signature, provenance (a clean commit that passed every gate), a list of
   * packages for each platform. Exit code 1 when any of it is wrong or missing.
   * @param image `HOST/NAME@sha256:...`; a tag before the digest is left out.
   * @param publicKey The public key of who signed.
   * @param identity Who signed without a key: a regular expression over identities.
   * @param issuer Who vouches for the identity.
   * @param builder The builder that the provenance must name. Default: any.
   * @param revision The commit that the provenance must name. Default: any.
   * @param username Of the registry.
   * @param password Of the registry.
   * @param registry The registry, for an image on localhost: tcp://localhost:5000.
   */
  @func({ cache: 'never' })
  async verify(
    image: string,
    publicKey?: Secret,
    identity = '',
    issuer = 'https://token.actions.githubusercontent.com',
    builder = '',
    revision = '',
    username = '',
    password?: Secret,
    registry?: Service,
  ): Promise<string> {
    const access = { registry, username, password };
    const expected = { builder, revision };
    return orEnd(() => verifyOrEnd({ image, publicKey, identity, issuer, access, expected }));
  }

  /**
   * From the source to a running, proved service: runs every gate, brings the image to a Kubernetes cluster, updates a
   * version that is in use, and proves the new one; goes back to the one before when it is not proved. By default the
   * cluster is kind's, made for this run and gone with it.
   * @param allowUnavailable Gates that a deployment to a cluster of this run alone may go without.
   * @param dockerSocket Docker's socket, for a kind cluster on this machine's own Docker: /var/run/docker.sock.
   * @param keep Name of the kind cluster that is to stay and be found again; with dockerSocket.
   * @param kubeconfig Any other cluster; the image is published first.
   * @param kindConfig A configuration of kind's, for more nodes: on two, spread and a drain are part of the proof.
   * @param namespace Namespace of the service. Default: the project's name.
   * @param overlay The kustomize overlay, in the directory of the manifests. Default: overlays/kind, or overlays/production by kubeconfig.
   * @param image A published image, `HOST/NAME@sha256:...`, in place of source and gates.
   * @param publicKey The public key by which the image is verified.
   * @param baseline A published image to go from on a cluster that has no version. Default: a second build of the source.
   * @param rolloutSeconds Seconds that a rollout may take. Default 180.
   * @param address `HOST/NAME` to publish to, for kubeconfig.
   * @param username Of the registry.
   * @param password Of the registry.
   * @param signingKey A private key of cosign's, for publishing.
   * @param signingPassword Password of the key.
   * @param registry The registry, for an address on localhost: tcp://localhost:5000.
   */
  @func({ cache: 'never' })
  async deploy(
    allowUnavailable: string[] = [],
    dockerSocket?: Socket,
    keep = '',
    kubeconfig?: Secret,
    kindConfig?: File,
    namespace = '',
    overlay = '',
    image = '',
    publicKey?: Secret,
    baseline = '',
    rolloutSeconds = 0,
    address = '',
    username = '',
    password?: Secret,
    signingKey?: Secret,
    signingPassword?: Secret,
    registry?: Service,
  ): Promise<string> {
    const where = { dockerSocket, keep, kubeconfig, kindConfig, namespace, overlay };
    const signings = signingsOf({
      signingKey,
      signingPassword,
      idTokenUrl: '',
      idTokenRequestToken: undefined,
    });
    const access = { registry, username, password };
    const publish = { address, version: '', platforms: [], access, signings, builder: '', invocation: '' };
    const request = { where, allowUnavailable, image, publicKey, baseline, publish, rolloutSeconds };
    return this.checked(async (project) => deployTableOrEnd(await deployProject(project, request)));
  }

  /**
   * A deployment as files, however it ended: deployment.json, kind's logs of a failure, and the report of its gates.
   * It deploys as deploy does and does not fail on what it sees: deployment.json has the exit code.
   * @param allowUnavailable Gates that a deployment to a cluster of this run alone may go without.
   * @param dockerSocket Docker's socket, for a kind cluster on this machine's own Docker: /var/run/docker.sock.
   * @param keep Name of the kind cluster that is to stay and be found again; with dockerSocket.
   * @param kubeconfig Any other cluster; the image is published first.
   * @param kindConfig A configuration of kind's, for more nodes: on two, spread and a drain are part of the proof.
   * @param namespace Namespace of the service. Default: the project's name.
   * @param overlay The kustomize overlay, in the directory of the manifests. Default: overlays/kind, or overlays/production by kubeconfig.
   * @param image A published image, `HOST/NAME@sha256:...`, in place of source and gates.
   * @param publicKey The public key by which the image is verified.
   * @param baseline A published image to go from on a cluster that has no version. Default: a second build of the source.
   * @param rolloutSeconds Seconds that a rollout may take. Default 180.
   * @param address `HOST/NAME` to publish to, for kubeconfig.
   * @param username Of the registry.
   * @param password Of the registry.
   * @param signingKey A private key of cosign's, for publishing.
   * @param signingPassword Password of the key.
   * @param registry The registry, for an address on localhost: tcp://localhost:5000.
   */
  @func({ cache: 'never' })
  async deployReport(
    allowUnavailable: string[] = [],
    dockerSocket?: Socket,
    keep = '',
    kubeconfig?: Secret,
    kindConfig?: File,
    namespace = '',
    overlay = '',
    image = '',
    publicKey?: Secret,
    baseline = '',
    rolloutSeconds = 0,
    address = '',
    username = '',
    password?: Secret,
    signingKey?: Secret,
    signingPassword?: Secret,
    registry?: Service,
  ): Promise<Directory> {
    const where = { dockerSocket, keep, kubeconfig, kindConfig, namespace, overlay };
    const signings = signingsOf({
      signingKey,
      signingPassword,
      idTokenUrl: '',
      idTokenRequestToken: undefined,
    });
    const access = { registry, username, password };
    const publish = { address, version: '', platforms: [], access, signings, builder: '', invocation: '' };
    const request = { where, allowUnavailable, image, publicKey, baseline, publish, rolloutSeconds };
    return this.checked(async (project) => deployFiles(project, await deployProject(project, request)));
  }

  /**
   * Goes back to the version that was proved before the one that serves, and proves it as deploy does.
   * @param dockerSocket Docker's socket, for a kind cluster on this machine's own Docker; with keep.
   * @param keep Name of the kind cluster.
   * @param kubeconfig Any other cluster.
   * @param namespace Namespace of the service. Default: the project's name.
   */
  @func({ cache: 'never' })
  async rollback(dockerSocket?: Socket, keep = '', kubeconfig?: Secret, namespace = ''): Promise<string> {
    const where = { dockerSocket, keep, kubeconfig, kindConfig: undefined, namespace, overlay: '' };
    return this.checked(async (project) => deployTableOrEnd(await rollbackProject(project, where)));
  }

  /**
   * Takes a kind cluster that was kept off this machine's Docker, with everything in it.
   * @param dockerSocket Docker's socket: /var/run/docker.sock.
   * @param keep Name of the kind cluster.
   */
  @func({ cache: 'never' })
  async destroy(dockerSocket: Socket, keep: string): Promise<string> {
    return removeCluster(dockerSocket, keep);
  }

  /**
   * DORA's four measures over past deployments, against what elite teams reach.
   * Deployment frequency, lead time, change failure rate, time to restore; too few records are said to be too few.
   * @param history Past records: deployment.json, NAME-deployment.json or deployment-NAME.json, in any folders.
   */
  @func()
  async dora(history: Directory): Promise<string> {
    return orEnd(async () => doraTable(await measuresOf(history)));
  }

  /** The service, for a local port: `dagger call serve up --ports 8000:8000`. */
  @func()
  async serve(): Promise<Service> {
    return asService(await this.image(), this.port);
  }

  /** The order of the pipeline: what each gate is for and why it stands there, images, commands, what follows. Runs nothing. */
  @func()
  plan(): string {
    return planText(images);
  }

  /**
   * Shows that each gate turns red for its own defect, on copies of a sound sample project.
   * One known defect at a time is put in, and publishing it is tried, to a registry of this run alone; the table says
   * which gate was red, whether it was the right one, and what publish answered. Fails when a defect was not caught or
   * when the registry holds anything but the untouched copy.
   * @param only Names of defects to try, as the table has them. Default: all.
   */
  @func({ cache: 'never' })
  async proveGates(only: string[] = []): Promise<string> {
    const { table, complete } = await orEnd(() => proveGates(only));
    if (complete) return table;
    return endWith({
      exitCode: exitCodes.failed,
      message: 'not every defect was caught',
      output: `${table}\n`,
    });
  }

  /**
   * Shows that deploy catches bad deployments, on a cluster of this run alone.
   * One bad deployment at a time is brought over a sound one that is in use: it must be caught by what should, without a
   * lost message, and with the version before proved to serve again. Gates are not asked. Fails when one was not.
   * @param only Names of bad deployments to try, as the table has them. Default: all.
   */
  @func({ cache: 'never' })
  async proveDeploy(only: string[] = []): Promise<string> {
    const { table, complete } = await this.checked((project) => proveDeploy(project, only));
    if (complete) return table;
    return endWith({
      exitCode: exitCodes.failed,
      message: 'not every bad deployment was caught as it should be',
      output: `${table}\n`,
    });
  }

  private async gate(name: string): Promise<string> {
    return this.checked((project) => gateOrEnd(name, project));
  }

  /** Runs with the project as the arguments and pipeline.json describe it; what is wrong with them exits 2, and what breaks down 3. */
  private async checked<T>(run: (project: Project) => Promise<T>): Promise<T> {
    return orEnd(async () => run(await projectOf(this, catalogue)));
  }
}
