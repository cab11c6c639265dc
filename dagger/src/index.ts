/**
 * A CI/CD pipeline for Node services: lints, scans, tests, builds, publishes and deploys, the same on a laptop and in CI.
 *
 * `dagger call ci` runs all gates; each gate is a function of its own. Exit codes: 0 all passed, 1 a gate failed,
 * 2 the arguments or the configuration are wrong, 3 something could not be checked.
 */
import type { Changeset, Container, Directory, File, Secret, Service, Socket } from '@dagger.io/dagger';
import { argument, check, func, generate, object } from '@dagger.io/dagger';

import { adopt } from './adopt/adopt.stage.ts';
import { lowerBaseline } from './adopt/lower.stage.ts';
import { answer, valueOf, valueOr } from './api/answer.ts';
import { Cluster } from './api/cluster.ts';
import { publicationTo } from './api/registry.ts';
import { type Verdict, verdictOfEnding, verdictOfRun } from './api/verdict.ts';
import { endingOfVerdict } from './ci/ending.ts';
import { runAll, runOneGate, runStage } from './ci/pipeline.ts';
import { planText } from './ci/plan.ts';
import { measuresOf } from './deploy/dora/read.stage.ts';
import { format } from './gates/lint/format.stage.ts';
import { catalogue, filesFor } from './gates/order.ts';
import { asService } from './gates/smoke/stage.ts';
import { imagesOf } from './gates/packages/node-image.ts';
import type { Project } from './project/project.stage.ts';
import { projectOf, requireImageSource, requireSource } from './project/source.stage.ts';
import { proveDeploy } from './prove/prove-deploy.stage.ts';
import { proveGates } from './prove/prove-gates.stage.ts';
import { endingOfPublication } from './publish/ending.ts';
import { publishImage } from './publish/publish.stage.ts';
import { endingOfVerification, verifyImage } from './publish/verify.stage.ts';
import { publishedFrom } from './registry/published.stage.ts';
import { doraTable } from './report/dora-words.ts';
import { reportFiles } from './report/files.stage.ts';
import { type Ending, endingOfRefusal, passed, usageRefusal } from './verdict/ending.ts';

@object()
export class Pipeline {
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
  npmToken?: Secret;
  buildSecretNames: string[] = [];
  buildSecretValues: Secret[] = [];
  deploySecretNames: string[] = [];
  deploySecretValues: Secret[] = [];
  address = '';
  username = '';
  password?: Secret;
  signingKey?: Secret;
  signingPassword?: Secret;
  idTokenUrl = '';
  idTokenRequestToken?: Secret;
  registry?: Service;

  /**
   * @param source The project. Default: the repository that the module stands in.
   * @param dockerfile Path of the Dockerfile in the source. Default: the one that is found; see plan.
   * @param port Port that the service listens on. Default: the one that the Dockerfile EXPOSEs, else 8000.
   * @param healthPath Path that answers 200 when the service is healthy. Default: the HEALTHCHECK's, else /health.
   * @param threshold Severity from which a finding is red, instead of pipeline.json's: LOW, MEDIUM, HIGH or CRITICAL.
   * @param conversation A program for Node that talks to BASE_URL and exits 0 when all is well, instead of pipeline.json's.
   * @param trivyCache A cache of Trivy's with a vulnerability database in it, for a machine without a network.
   * @param trivyDatabase Repository of Trivy's vulnerability database: a mirror, instead of Trivy's own choice.
   * @param manifests Folder of the Kubernetes manifests in the source, or in the repository where it begins with a slash. Default: the one that is found; see plan.
   * @param advisories A service that answers npm's advisories on port 4873, in place of the registry.
   * @param directory Folder of the project in the source, for a service in a folder of its repository. Other paths are in it.
   * @param base Branch, tag or full commit id of the target: the verdict lists settings that are weaker than there. Default: origin/HEAD.
   * @param rerun Gates to run anew, whatever an earlier run has answered: a red test that another run might not give.
   * @param npmToken A token for private packages, for installations and as the secrets npm_token and npmrc of the image's build.
   */
  constructor(
    @argument({ defaultPath: '/', ignore: ['**/node_modules', '**/coverage', 'out'] }) source: Directory,
    dockerfile = '',
    port = 0,
    healthPath = '',
    threshold = '',
    conversation?: File,
    trivyCache?: Directory,
    trivyDatabase = '',
    manifests = '',
    advisories?: Service,
    directory = '.',
    rerun: string[] = [],
    base = '',
    npmToken?: Secret,
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
    Object.assign(this, { conversation, advisories, trivyCache, npmToken });
  }

  /**
   * Runs every gate that the project uses, and answers with the verdict.
   * The gates run in order, as parallel as the order allows.
   * @param allowUnavailable Gates allowed to be unavailable. They stay in the verdict.
   * @param failFast Waits for nothing more once a gate is red.
   */
  @func({ cache: 'never' })
  async ci(allowUnavailable: string[] = [], failFast = false): Promise<string> {
    return this.answered(async (project) =>
      endingOfVerdict(await runAll(project, { allowUnavailable, failFast })),
    );
  }

  /**
   * Runs every gate, and answers with the verdict as an object: outcome, exit-code, gates, table, report.
   * Never fails, also where the arguments or pipeline.json are wrong: outcome and exit-code say so.
   * @param allowUnavailable Gates allowed to be unavailable. They stay in the verdict.
   * @param failFast Waits for nothing more once a gate is red.
   */
  @func({ cache: 'never' })
  async verdict(allowUnavailable: string[] = [], failFast = false): Promise<Verdict> {
    const run = async (): Promise<Verdict> => {
      const project = await this.project();
      const verdict = await runAll(project, { allowUnavailable, failFast });
      return verdictOfRun(verdict, await reportFiles(project, verdict));
    };
    return valueOr(run, verdictOfEnding);
  }

  /**
   * Writes everything that is known about a run as files, however the run ended.
   * verdict.json, summary.md, index.html, junit.xml, coverage, a SARIF file per tool, Trivy's JSON, lists of packages.
   * Fails on no finding: `ci` does that.
   * @param allowUnavailable Gates allowed to be unavailable. They stay in the verdict.
   * @param history Past deployment.json files, for the measures of delivery in the page: dora says which.
   */
  @func({ cache: 'never' })
  async report(allowUnavailable: string[] = [], history?: Directory): Promise<Directory> {
    return this.valued(async (project) => {
      const parts = history === undefined ? {} : { measures: await measuresOf(history) };
      return reportFiles(project, await runAll(project, { allowUnavailable, failFast: false }), parts);
    });
  }

  /** Lints the sources with the project's own linters, formatters and type checkers. */
  @func()
  @check()
  async lint(): Promise<string> {
    return this.gate('lint');
  }

  /** Lints the Dockerfile with hadolint. */
  @func()
  @check()
  async lintDockerfile(): Promise<string> {
    return this.gate('dockerfile');
  }

  /** Applies the fixes of the project's own linters and formatters, and answers with the changes. */
  @func()
  @generate()
  async format(): Promise<Changeset> {
    return this.valued(async (project) => {
      await requireSource(project, filesFor(['lint']));
      const { repository, folder } = project;
      return repository.withDirectory(folder, await format(project)).changes(repository);
    });
  }

  /**
   * Proposes the files by which a project takes the pipeline over the same day, with the findings that it has.
   * Runs every gate, prints what was found and what each gate says, and answers with the changes: pipeline.json, a
   * workflow, and pipeline.baseline.json, which carries the findings of today so that only what is new is red.
   * @param owner Who answers for the findings that are carried. Default: the author of the last commit.
   * @param until Last day on which they are carried, as YYYY-MM-DD. Default: in 90 days.
   * @param module Address of this module for the workflow: github.com/OWNER/REPOSITORY@COMMIT. Default: to be filled in.
   */
  @func({ cache: 'never' })
  async adopt(owner = '', until = '', module = ''): Promise<Changeset> {
    return this.valued((project) => adopt(project, { owner, until, module }));
  }

  /** Proposes the lower counts of pipeline.baseline.json where findings were fixed, never higher ones. */
  @func({ cache: 'never' })
  async baseline(): Promise<Changeset> {
    return this.valued(lowerBaseline);
  }

  /** Scans the code for insecure patterns with Semgrep, by the rules that come with this module. */
  @func()
  @check()
  async semgrep(): Promise<string> {
    return this.gate('semgrep');
  }

  /** Follows data from request to sink with CodeQL's security-extended suite; its licence must be acknowledged. */
  @func()
  @check()
  async codeql(): Promise<string> {
    return this.gate('codeql');
  }

  /** Checks the lockfile, and its packages for known vulnerabilities and valid signatures. */
  @func({ cache: 'never' })
  @check()
  async audit(): Promise<string> {
    return this.gate('audit');
  }

  /** Runs the tests with coverage, against a PostgreSQL where pipeline.json asks for one. */
  @func()
  @check()
  async test(): Promise<string> {
    return this.gate('test');
  }

  /** Builds the project's image by its Dockerfile, with the revision baked in. */
  @func()
  @check()
  async image(): Promise<Container> {
    return this.valued(async (project) => {
      await requireImageSource(project);
      return (await project.image.get()).container;
    });
  }

  /**
   * Scans image and manifests for vulnerabilities, misconfiguration and secrets with Trivy.
   * @param image A published image, `HOST/NAME@sha256:...`, instead of the one that is built from the source.
   */
  @func({ cache: 'never' })
  @check()
  async scan(image = ''): Promise<string> {
    return this.answered(async (project) => {
      const scanned = image === '' ? project : { ...project, image: publishedFrom(image) };
      return endingOfVerdict(await runStage('scan', scanned));
    });
  }

  /** Starts the image and checks health, conversation, user, written files and its answer to SIGTERM. */
  @func()
  @check()
  async smoke(): Promise<string> {
    return this.gate('smoke');
  }

  /**
   * Sets the registry that publish pushes to and that images are pulled from, and how they are signed.
   * Sign with a key, or in GitHub Actions without one, by the identity of the workflow.
   * @param address `HOST/NAME`, without a tag; Docker Hub where no host is named.
   * @param username User name for the registry.
   * @param password Password or token for the registry.
   * @param signingKey A private key of cosign's.
   * @param signingPassword Password of the key.
   * @param idTokenUrl ACTIONS_ID_TOKEN_REQUEST_URL of GitHub Actions, to sign without a key.
   * @param idTokenRequestToken ACTIONS_ID_TOKEN_REQUEST_TOKEN of GitHub Actions, to sign without a key.
   * @param registry The registry itself, for an address on localhost: tcp://localhost:5000.
   */
  @func({ cache: 'session' })
  withRegistry(
    address: string,
    username = '',
    password?: Secret,
    signingKey?: Secret,
    signingPassword?: Secret,
    idTokenUrl = '',
    idTokenRequestToken?: Secret,
    registry?: Service,
  ): Pipeline {
    Object.assign(this, { address, username, password, signingKey, signingPassword });
    Object.assign(this, { idTokenUrl, idTokenRequestToken, registry });
    return this;
  }

  /**
   * Gives the build of the image a secret, which a step mounts: RUN --mount=type=secret,id=NAME. It is in no layer.
   * @param name Its id in the Dockerfile.
   * @param value The secret: env:NAME or file:PATH.
   */
  @func({ cache: 'session' })
  withBuildSecret(name: string, value: Secret): Pipeline {
    this.buildSecretNames = [...this.buildSecretNames, name];
    this.buildSecretValues = [...this.buildSecretValues, value];
    return this;
  }

  /**
   * Gives deployments the value of a Secret's key that the manifests read and do not have.
   * @param name `NAME/KEY` of the Secret.
   * @param value The secret: env:NAME or file:PATH.
   */
  @func({ cache: 'session' })
  withDeploySecret(name: string, value: Secret): Pipeline {
    this.deploySecretNames = [...this.deploySecretNames, name];
    this.deploySecretValues = [...this.deploySecretValues, value];
    return this;
  }

  /**
   * Runs every gate and publishes the image that they have seen, signed and attested.
   * Needs with-registry. Answers with `HOST/NAME:TAG@sha256:...`; the tags are the commit's id and the version. Pushes nothing
   * when a gate has not passed, when the tree has changes, or when a tag leads to another image.
   * @param version A tag beside the commit's id.
   * @param platforms linux/amd64, linux/arm64: several become one index. Default: the engine's own.
   * @param builder Who runs this, as a URI, for the provenance.
   * @param invocation Which run this is, for the provenance.
   */
  @func({ cache: 'never' })
  async publish(version = '', platforms: string[] = [], builder = '', invocation = ''): Promise<string> {
    const request = publicationTo(this, { version, platforms, builder, invocation });
    return this.answered(async (project) =>
      request === undefined
        ? endingOfRefusal(
            usageRefusal(
              'publish: expected a registry to publish to',
              'dagger call with-registry --address=HOST/NAME --signing-key=file:cosign.key publish',
            ),
          )
        : endingOfPublication(await publishImage(project, request)),
    );
  }

  /**
   * Verifies signature, provenance and lists of packages of a published image.
   * Exit code 1 when any of it is wrong or missing. The provenance must name a clean commit that passed every gate.
   * @param image `HOST/NAME@sha256:...`; a tag before the digest is left out.
   * @param publicKey The public key of who signed.
   * @param identity Who signed without a key: a regular expression over identities.
   * @param issuer Who vouches for the identity.
   * @param builder The builder that the provenance must name. Default: any.
   * @param revision The commit that the provenance must name. Default: any.
   * @param username User name for the registry.
   * @param password Password or token for the registry.
   * @param registry The registry itself, for an image on localhost: tcp://localhost:5000.
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
    return answer(async () =>
      endingOfVerification(
        image,
        await verifyImage({ image, publicKey, identity, issuer, access, expected }),
      ),
    );
  }

  /**
   * Deploys the source to a kind cluster of this run alone, proves it there, and ends the cluster.
   * Runs every gate, updates a version that is in use, proves the new one under load, and goes back when it is not proved.
   * For a cluster that stays, use kind or cluster.
   * @param allowUnavailable Gates allowed to be unavailable. They stay in the verdict.
   * @param rolloutSeconds Seconds that a rollout may take. Default 180, or more where probes give pods longer to start.
   */
  @func({ cache: 'never' })
  async deploy(allowUnavailable: string[] = [], rolloutSeconds = 0): Promise<string> {
    return this.kind().deploy('', undefined, '', rolloutSeconds, allowUnavailable);
  }

  /**
   * Selects a kind cluster: deploy, deployment, rollback and destroy act on it.
   * @param dockerSocket Docker's socket, for a cluster on this machine's own Docker: /var/run/docker.sock. Default: one inside of this run.
   * @param name Name of a cluster that stays and is found again; with dockerSocket. Default: one that ends with the run.
   * @param config A configuration of kind's, for more nodes: on two, spread and a drain are part of the proof.
   * @param namespace Namespace of the service. Default: the project's name.
   * @param overlay The kustomize overlay, in the directory of the manifests. Default: overlays/kind.
   */
  @func({ cache: 'session' })
  kind(dockerSocket?: Socket, name = '', config?: File, namespace = '', overlay = ''): Cluster {
    return Cluster.of(this, { dockerSocket, name, config, namespace, overlay });
  }

  /**
   * Selects a cluster by kubeconfig: deploy, deployment and rollback act on it.
   * A source is published first, so that the cluster pulls it by digest: give with-registry before this.
   * @param kubeconfig The kubeconfig; its server must be reached from a container.
   * @param namespace Namespace of the service. Default: the project's name.
   * @param overlay The kustomize overlay, in the directory of the manifests. Default: overlays/production.
   */
  @func({ cache: 'session' })
  cluster(kubeconfig: Secret, namespace = '', overlay = ''): Cluster {
    return Cluster.of(this, { kubeconfig, name: '', namespace, overlay });
  }

  /**
   * Shows DORA's four measures over past deployments, against what elite teams reach.
   * Deployment frequency, lead time, change failure rate, time to restore; too few records are said to be too few.
   * @param history Past records: deployment.json, NAME-deployment.json or deployment-NAME.json, in any folders.
   */
  @func()
  async dora(history: Directory): Promise<string> {
    return answer(async () => passed(doraTable(await measuresOf(history))));
  }

  /** Serves the image on a local port: `dagger call serve up --ports 8000:8000`. */
  @func()
  async serve(): Promise<Service> {
    return this.valued(async (project) => {
      await requireImageSource(project);
      return asService(project, (await project.image.get()).container);
    });
  }

  /**
   * Shows what was found of the project, the gates in their order, and what each is for. Runs nothing.
   * Each answer has its evidence, each gate its images and commands, and each that is not configured its reason.
   */
  @func()
  async plan(): Promise<string> {
    return this.answered((project) => Promise.resolve(passed(planText(project, imagesOf(project)))));
  }

  /**
   * Proves that each gate turns red for its own defect, on copies of a sound sample project.
   * One known defect at a time is put in, and publishing it is tried, to a registry of this run alone; the table says
   * which gate was red, whether it was the right one, and what publish answered. Fails when a defect was not caught or
   * when the registry holds anything but the untouched copy.
   * @param only Names of defects to try, as the table has them. Default: all.
   */
  @func({ cache: 'never' })
  async proveGates(only: string[] = []): Promise<string> {
    return answer(() => proveGates(only));
  }

  /**
   * Proves that deploy catches bad deployments, on a cluster of this run alone.
   * One bad deployment at a time is brought over a sound one that is in use: it must be caught by the check that is for it,
   * without a lost message, and with the version before proved to serve again. No gate runs. Fails when one was not.
   * @param only Names of bad deployments to try, as the table has them. Default: all.
   */
  @func({ cache: 'never' })
  async proveDeploy(only: string[] = []): Promise<string> {
    return this.answered((project) => proveDeploy(project, only));
  }

  private gate(name: string): Promise<string> {
    return this.answered((project) => runOneGate(name, project));
  }

  /** The project as the arguments and pipeline.json describe it. */
  private project(): Promise<Project> {
    return projectOf(this, catalogue);
  }

  private answered(run: (project: Project) => Promise<Ending>): Promise<string> {
    return answer(async () => run(await this.project()));
  }

  private valued<T>(run: (project: Project) => Promise<T>): Promise<T> {
    return valueOf(async () => run(await this.project()));
  }
}
