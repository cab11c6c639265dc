import type { Container, Secret, Service } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { images } from '../tools/images.ts';
import { credentialsKey, originOf, type Repository } from './address.ts';
import { type CosignResult, parseCosign } from './cosign.ts';
import type { CosignSettings, Forward, ManifestsSettings, ManifestsTask } from './programs.ts';
import { parseRegistryAnswer, type RegistryAnswer } from './registry-answer.ts';
import { plainEvidenceOf, withPrograms } from '../tools/attempt.stage.ts';
import { within } from '../tools/deadline.ts';

/** The connection to a registry, and the credentials. */
export interface RegistryAccess {
  /** The registry as a service, for an address on localhost. */
  readonly registry: Service | undefined;
  /** Empty for a registry that asks for none. */
  readonly username: string;
  readonly password: Secret | undefined;
}

/** Seconds that a registry has for one answer, and cosign for one command. */
export const answerSeconds = 15;
const cosignSeconds = 120;

/** Name under which the programs find a registry that is a service. */
export const alias = 'registry';

/** Looks up the images under tags or digests of a repository. */
export function lookUp(
  repository: Repository,
  access: RegistryAccess,
  references: readonly string[],
): Promise<RegistryAnswer> {
  return manifests(repository, access, { look: references });
}

/** Adds tags to a manifest by its exact bytes, so that no tag ever names an incomplete image. */
export function setTags(
  repository: Repository,
  access: RegistryAccess,
  manifest: { readonly digest: string; readonly tags: readonly string[] },
): Promise<RegistryAnswer> {
  return manifests(repository, access, manifest);
}

async function manifests(
  repository: Repository,
  access: RegistryAccess,
  task: ManifestsTask,
): Promise<RegistryAnswer> {
  const settings: ManifestsSettings = {
    origin: originOf(repository),
    name: repository.name,
    seconds: answerSeconds,
    ...forwardOf(repository, access),
    ...task,
  };
  const run = withAccess(access).withExec(
    within(runSeconds, ['node', '/programs/registry/manifests.ts', JSON.stringify(settings)]),
  );
  const { stdout, stderr } = await plainEvidenceOf(run);
  return parseRegistryAnswer(stdout === '' ? stderr : stdout);
}

/** Seconds for a program that asks a registry: each of its requests has a deadline of its own. */
const runSeconds = 1800;

/** Commands of cosign, and the container that they run in. */
export interface CosignRun {
  readonly commands: readonly (readonly string[])[];
  /** Continues after a command that failed: for verifying, not for signing. */
  readonly keepGoing: boolean;
  /** Adds keys and files. */
  readonly prepare: (container: Container) => Container;
}

/** Runs cosign's commands in order. @returns the results up to the last command that ran; undefined if none ran */
export async function cosign(
  repository: Repository,
  access: RegistryAccess,
  { commands, keepGoing, prepare }: CosignRun,
): Promise<CosignResult[] | undefined> {
  const settings: CosignSettings = {
    server: credentialsKey(repository),
    commands,
    keepGoing,
    seconds: cosignSeconds,
    ...forwardOf(repository, access),
  };
  const run = prepare(withCosign(withAccess(access))).withExec(
    within(runSeconds, ['node', '/programs/registry/cosign.ts', JSON.stringify(settings)]),
  );
  return parseCosign((await plainEvidenceOf(run)).stdout);
}

/** Adds cosign to a container. Its own image has no Node, and no shell that could pass it a secret variable. */
export function withCosign(container: Container): Container {
  const tool = dag.container().from(images.cosign);
  return container
    .withFile('/usr/local/bin/cosign', tool.file('/ko-app/cosign'))
    .withFile('/etc/ssl/certs/ca-certificates.crt', tool.file('/etc/ssl/certs/ca-certificates.crt'));
}

/** A container with the programs that talk to a registry. Their results are never cached. */
export function withAccess({ registry, username, password }: RegistryAccess): Container {
  const base = withPrograms(dag.container().from(images.node), 'registry', 'shared')
    .withEnvVariable('ASKED_AT', new Date().toISOString())
    .withEnvVariable('REGISTRY_USERNAME', username);
  const bound = registry === undefined ? base : base.withServiceBinding(alias, registry);
  return password === undefined ? bound : bound.withSecretVariable('REGISTRY_PASSWORD', password);
}

/** The port forward for an address on localhost: in the container it has to lead to the registry's service. */
function forwardOf({ host }: Repository, { registry }: RegistryAccess): { forward?: Forward } {
  const port = Number(/:(\d+)$/.exec(host)?.[1] ?? 80);
  return registry === undefined ? {} : { forward: { port, alias } };
}
