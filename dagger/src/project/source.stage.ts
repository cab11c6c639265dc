import type { Directory, File } from '@dagger.io/dagger';

import type { Catalogue } from './read-configuration.ts';
import { type Configuration, thresholdOf, withThreshold } from './configuration.ts';
import { rerunOf, sourcePath } from './arguments.ts';
import { type Arguments, buildSecretsOf, deploySecretsOf, folderOf } from './given.stage.ts';
import { defaultDockerfile, placeOf, saidOf } from './place.ts';
import type { Policy } from '../verdict/exceptions.ts';
import { type NeededFile, refuseLeavingLinks, requireDockerfile, requireNamed } from './source.ts';
import { baselineOf } from './baseline.stage.ts';
import { configurationOf } from './configuration.stage.ts';
import { overFiles } from '../tools/attempt.stage.ts';
import { builtFrom, missingImage } from './image.stage.ts';
import { managerIn } from './manager.stage.ts';
import { manifestsOf, namedPlace } from './manifests.stage.ts';
import { leftOut, type Project } from './project.stage.ts';
import type { ProjectFacts } from './facts/facts.ts';
import { factsOfSource } from './facts.stage.ts';
import { workspaceOf } from './workspace.stage.ts';
import { revisionOf } from './revision.stage.ts';
import { selectGates } from './selection.ts';
import { once } from '../tools/once.ts';

/**
 * Refuses a source that lacks what gates need, or has links that leave it.
 * @param needed the files that the gates need
 * @throws UsageError
 */
export async function requireSource(project: Project, needed: readonly NeededFile[]): Promise<void> {
  const { source, dockerfile, image } = project;
  if (needed.includes('manifest')) await managerIn(project);
  if (needed.includes('dockerfile') && image.kind !== 'published') {
    requireDockerfile(dockerfile, await source.exists(dockerfile));
  }
  await requireNoLeavingLinks(project);
}

/** Refuses a source from which no image can be built. @throws UsageError */
export function requireImageSource(project: Project): Promise<void> {
  return requireSource(project, ['dockerfile']);
}

/** @throws UsageError when the source has symbolic links that leave it */
async function requireNoLeavingLinks({ source }: Project): Promise<void> {
  const files = source.filter({ exclude: leftOut });
  refuseLeavingLinks(await overFiles(files, 'links.ts').stdout());
}

/**
 * The project by its arguments and its `pipeline.json`; an argument outweighs the file.
 * @param catalogue the gates and tools that it may name
 * @throws UsageError when either is wrong
 */
export async function projectOf(
  asked: Arguments,
  catalogue: Catalogue,
  now: Date = new Date(),
): Promise<Project> {
  const repository = asked.source;
  const given = { ...asked, source: await folderOf(asked) };
  const folder = sourcePath('--directory', given.directory);
  const read = await configurationOf(given.source, catalogue, folder);
  const configuration = given.threshold === '' ? read : withThreshold(read, given.threshold);
  const { source, trivyDatabase } = given;
  const [own, baseline] = await Promise.all([
    factsOfSource(source, saidOf(given, configuration)),
    baselineOf(source, catalogue.carried),
    requireNamedFiles(given, configuration),
  ]);
  const workspace = await workspaceOf(repository, { source, directory: folder, facts: own });
  const named = namedPlace(given.manifests, configuration.deploy.manifests);
  const manifests = await manifestsOf({ source, repository, folder, facts: own }, named);
  const facts: ProjectFacts = { ...own, node: own.node ?? workspace.facts.node, manifests };
  const place = placeOf(given, facts);
  const { dockerfile = defaultDockerfile } = place;
  const revision = once(() => revisionOf(repository));
  const secrets = { npmToken: given.npmToken, buildSecrets: buildSecretsOf(given) };
  const deploySecrets = deploySecretsOf(given);
  return {
    source,
    workspace,
    repository,
    revision,
    image:
      place.dockerfile === undefined
        ? missingImage
        : builtFrom({ source, repository, revision, dockerfile, configuration, ...secrets }),
    ...secrets,
    deploySecrets,
    trivyDatabase,
    configuration,
    baseline,
    facts,
    ...selectGates({ facts, configuration, dockerfile: place.dockerfile }, catalogue),
    base: given.base,
    folder,
    dockerfile,
    manifests,
    port: place.port,
    healthPath: place.healthPath,
    isHealthPathKnown: place.isHealthPathKnown,
    conversation: given.conversation ?? conversationOf(source, configuration),
    trivyCache: given.trivyCache,
    advisories: given.advisories,
    rerun: rerunOf(given.rerun, catalogue.gates),
    startedAt: now.toISOString(),
    hour: now.toISOString().slice(0, 13),
    policy: (gate) => policyOf(configuration, gate, now),
  };
}

/** @throws UsageError when `pipeline.json` names files that the source does not have */
async function requireNamedFiles(
  { source, conversation, dockerfile }: Arguments,
  { smoke, deploy, found, image }: Configuration,
): Promise<void> {
  const settings = [
    ['/smoke/conversation', 'file', conversation === undefined ? smoke.conversation : undefined],
    ['/deploy/load', 'file', deploy.load],
    ...(deploy.chartValues ?? []).map(
      (path, index) => [`/deploy/chartValues/${String(index)}`, 'file', path] as const,
    ),
    ['/found/dockerfile', 'file', dockerfile === '' ? found.dockerfile : undefined],
    ['/image/context', 'folder', image.context],
  ] as const;
  const named = settings.flatMap(([setting, what, path]) =>
    path === undefined ? [] : [{ setting, what, path }],
  );
  const looked = named.map(async (one) => ({ ...one, isThere: await source.exists(one.path) }));
  requireNamed(await Promise.all(looked));
}

function policyOf(configuration: Configuration, gate: string, now: Date): Policy {
  const threshold = thresholdOf(configuration, gate);
  return { threshold, exceptions: configuration.exceptions, today: now.toISOString().slice(0, 10) };
}

function conversationOf(source: Directory, { smoke }: Configuration): File | undefined {
  return smoke.conversation === undefined ? undefined : source.file(smoke.conversation);
}
