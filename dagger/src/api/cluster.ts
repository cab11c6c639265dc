import type { Directory, File, Secret, Service, Socket } from '@dagger.io/dagger';
import { func, object } from '@dagger.io/dagger';

import { answer, valueOr } from './answer.ts';
import { type Deployment, deploymentOfEnding, deploymentOfResult } from './deployment.ts';
import { accessOf, publicationTo, type RegistryArguments } from './registry.ts';
import { type Selection, whereOf } from './selection.ts';
import { removeCluster } from '../deploy/cluster/docker.stage.ts';
import { deployProject } from '../deploy/deploy.stage.ts';
import type { DeployRequest } from '../deploy/plan.stage.ts';
import { rollbackProject } from '../deploy/rollback.stage.ts';
import { catalogue } from '../gates/order.ts';
import type { Project } from '../project/project.stage.ts';
import type { Arguments } from '../project/given.stage.ts';
import { projectOf } from '../project/source.stage.ts';
import { endingOfDeployment } from '../report/deployment.stage.ts';
import { type Ending, endingOfRefusal, passed, usageRefusal } from '../verdict/ending.ts';

/** The module's own arguments, and the registry that was given. */
type Given = Arguments & RegistryArguments;

/**
 * A Kubernetes cluster to deploy to, as `kind` or `cluster` has selected it. Dagger carries its fields from one link of a
 * chain to the next, so that they are declared here one by one: it reads no field of a base class or of an object in an object.
 */
@object()
export class Cluster {
  declare source: Directory;
  declare directory: string;
  declare dockerfile: string;
  declare manifests: string;
  declare port: number;
  declare healthPath: string;
  declare threshold: string;
  declare conversation?: File;
  declare trivyCache?: Directory;
  declare advisories?: Service;
  declare trivyDatabase: string;
  declare rerun: string[];
  declare base: string;
  declare npmToken?: Secret;
  declare buildSecretNames: string[];
  declare buildSecretValues: Secret[];
  declare deploySecretNames: string[];
  declare deploySecretValues: Secret[];
  declare address: string;
  declare username: string;
  declare password?: Secret;
  declare signingKey?: Secret;
  declare signingPassword?: Secret;
  declare idTokenUrl: string;
  declare idTokenRequestToken?: Secret;
  declare registry?: Service;
  declare dockerSocket?: Socket;
  declare kubeconfig?: Secret;
  declare name: string;
  declare config?: File;
  declare namespace: string;
  declare overlay: string;

  /** A cluster that is selected. */
  static of(given: Given, selection: Selection): Cluster {
    return Object.assign(new Cluster(), given, selection);
  }

  /**
   * Deploys to the cluster, and proves the new version there.
   * Runs every gate, updates the version that is in use, proves the new one under load, and goes back when it is not proved.
   * @param image A published image, `HOST/NAME@sha256:...`, instead of source and gates.
   * @param publicKey The public key by which the image is verified.
   * @param baseline A published image to go from on a cluster that has no version. Default: a second build of the source.
   * @param rolloutSeconds Seconds that a rollout may take. Default 180, or more where probes give pods longer to start.
   * @param allowUnavailable Gates allowed to be unavailable, on a cluster that ends with the run.
   */
  @func({ cache: 'never' })
  async deploy(
    image = '',
    publicKey?: Secret,
    baseline = '',
    rolloutSeconds = 0,
    allowUnavailable: string[] = [],
  ): Promise<string> {
    const asked = { image, publicKey, baseline, rolloutSeconds, allowUnavailable };
    return answer(async () => {
      const request = this.request(asked);
      return endingOfDeployment(await deployProject(await this.project(), request));
    });
  }

  /**
   * Deploys as deploy does, and answers with the deployment as an object: outcome, exit-code, reason, report.
   * Never fails, however the deployment ended: outcome and exit-code say so.
   * @param image A published image, `HOST/NAME@sha256:...`, instead of source and gates.
   * @param publicKey The public key by which the image is verified.
   * @param baseline A published image to go from on a cluster that has no version. Default: a second build of the source.
   * @param rolloutSeconds Seconds that a rollout may take. Default 180, or more where probes give pods longer to start.
   * @param allowUnavailable Gates allowed to be unavailable, on a cluster that ends with the run.
   */
  @func({ cache: 'never' })
  async deployment(
    image = '',
    publicKey?: Secret,
    baseline = '',
    rolloutSeconds = 0,
    allowUnavailable: string[] = [],
  ): Promise<Deployment> {
    const asked = { image, publicKey, baseline, rolloutSeconds, allowUnavailable };
    const run = async (): Promise<Deployment> => {
      const request = this.request(asked);
      const project = await this.project();
      return deploymentOfResult(project, await deployProject(project, request));
    };
    return valueOr(run, deploymentOfEnding);
  }

  /** Goes back to the version that was proved before the one that serves, and proves it. */
  @func({ cache: 'never' })
  async rollback(): Promise<string> {
    return answer(async () => {
      const where = whereOf(this);
      return endingOfDeployment(await rollbackProject(await this.project(), where));
    });
  }

  /** Deletes a kind cluster that stayed on this machine's Docker, with everything in it. */
  @func({ cache: 'never' })
  async destroy(): Promise<string> {
    return answer(() => this.destroyed());
  }

  private async destroyed(): Promise<Ending> {
    const { dockerSocket, name } = this;
    if (dockerSocket !== undefined && name !== '') return passed(await removeCluster(dockerSocket, name));
    return endingOfRefusal(
      usageRefusal(
        'destroy: expected a kind cluster that stayed on this machine',
        'dagger call kind --docker-socket=/var/run/docker.sock --name=NAME destroy',
      ),
    );
  }

  private project(): Promise<Project> {
    return projectOf(this, catalogue);
  }

  private request(
    asked: Pick<DeployRequest, 'image' | 'publicKey' | 'baseline' | 'rolloutSeconds' | 'allowUnavailable'>,
  ): DeployRequest {
    const run = { version: '', platforms: [], builder: '', invocation: '' };
    return { where: whereOf(this), ...asked, access: accessOf(this), publish: publicationTo(this, run) };
  }
}
