import type { Container, File } from '@dagger.io/dagger';

import type { Version } from '../proof/model.ts';
import { kindLogsOf } from '../cluster/kind-logs.stage.ts';
import { program } from '../../tools/attempt.stage.ts';
import type { Project } from '../../project/project.stage.ts';
import { nodeIn } from '../../gates/smoke/image-command.stage.ts';
import type { Deadlines, LoadedImage, UpdateSettings } from './program-settings.ts';
import type { ClusterSession } from './session.stage.ts';

/** The default deadlines of a deployment. */
export const defaultDeadlines: Deadlines = {
  databaseSeconds: 120,
  rolloutSeconds: 180,
  isGrowing: true,
  oldPodsSeconds: 60,
};

/** A version to roll out, and the options for it. */
export interface RolloutPlan {
  readonly project: Project;
  readonly session: ClusterSession;
  readonly version: Version;
  /** The image itself, which tells the path of its Node. */
  readonly container: Container;
  /** The baseline: a version that is deployed first on a cluster that has none. */
  readonly baseline?: Version;
  readonly namespace: string;
  /** The objects of the manifests, without a version; absent for a rollback by hand, which the cluster keeps them for. */
  readonly objects?: File;
  /** What the manifests say of the service. */
  readonly service?: Answers;
  /** Facts of the plan that are worth a line in the record. */
  readonly notes: readonly string[];
  /** Further images, by the name that the manifests give them. */
  readonly images: readonly LoadedImage[];
  readonly startedAt: number;
  /** A name that no other deployment has. */
  readonly holder: string;
  readonly deadlines: Deadlines;
  /** Rolls back to the version that the cluster kept as the previous one. Version and image of this plan are not used. */
  readonly back?: boolean;
}

const root = '/deploy';

/** File name of the probe's program. By its extension any Node loads it as a module. */
const probe = 'steady-probe.mjs';

/** File name of what it imports. The folder in the pods says that it is a module. */
const probeRevision = 'revision.js';

const objectsFile = `${root}/objects.json`;

/** Where a secret of the caller's lies; its name may have any characters. */
const secretFile = (index: number): string => `${root}/secrets/${String(index)}`;

/** The tools container with the programs' input: the objects of the manifests, and programs for the pods. */
export function preparedTools({ project, session, objects }: RolloutPlan): Container {
  const tools = session.tools
    .withFile(`${root}/files/${probe}`, program('deploy/pod/steady-probe.js'))
    .withFile(`${root}/files/${probeRevision}`, program('deploy/pod/revision.js'));
  const withObjects = objects === undefined ? tools : tools.withFile(objectsFile, objects);
  const withSecrets = project.deploySecrets.reduce(
    (container, { value }, index) => container.withMountedSecret(secretFile(index), value),
    withObjects,
  );
  const files = programsOf(project);
  return [files.load, files.conversation].reduce(
    (container, one) =>
      one === undefined ? container : container.withFile(`${root}/files/${one.name}`, one.file),
    withSecrets,
  );
}

/** The settings of the programs `update` and `finish`. */
export async function settingsOf(plan: RolloutPlan): Promise<UpdateSettings> {
  const node = await nodeIn(plan.container);
  const { project, session, version, baseline } = plan;
  const { target } = session;
  const { deploy } = project.configuration;
  const { load, conversation } = programsOf(project);
  const file = (one: { name: string } | undefined): string | null =>
    one === undefined ? null : `${root}/files/${one.name}`;
  return {
    startedAt: plan.startedAt,
    holder: plan.holder,
    deadlines: plan.deadlines,
    kubectl: target.kubectl,
    nodes: target.kindSettings !== undefined,
    namespace: plan.namespace,
    project: project.configuration.project,
    ...placeOf(project, plan.service),
    paths: deploy.paths ?? [],
    revision: deploy.revision ?? null,
    node,
    version: { ...version, node },
    back: plan.back ?? false,
    probeImage: version.image.reference,
    objects: objectsFile,
    loaded: plan.images,
    baseline: baseline === undefined ? null : { version: { ...baseline, node } },
    ownSecrets: target.kind !== 'kubeconfig',
    given: {
      values: deploy.values ?? {},
      secrets: project.deploySecrets.map(({ name }, index) => ({ name, file: secretFile(index) })),
    },
    companionSeconds: 2700,
    kindLogs: kindLogsOf(target),
    files: {
      probe: `${root}/files/${probe}`,
      probeRevision: `${root}/files/${probeRevision}`,
      load: file(load),
      conversation: file(conversation),
    },
  };
}

/** Where a service answers, as far as its manifests say it. */
export interface Answers {
  readonly port?: number;
  readonly healthPath?: string;
}

/**
 * Where the service answers: its manifests may give it another port than the image has, and they know the path of health
 * where nobody else does.
 */
function placeOf(project: Project, service: Answers = {}): Pick<UpdateSettings, 'port' | 'healthPath'> {
  const own = project.isHealthPathKnown ? project.healthPath : service.healthPath;
  return { port: service.port ?? project.port, healthPath: own ?? project.healthPath };
}

interface PodProgram {
  readonly name: string;
  readonly file: File;
}

/** The project's programs for the pods, under distinct names with the extensions that Node needs. */
function programsOf({ source, configuration, conversation }: Project): {
  readonly load?: PodProgram;
  readonly conversation?: PodProgram;
} {
  const { load } = configuration.deploy;
  const path = configuration.smoke.conversation ?? 'conversation.js';
  return {
    ...(load === undefined ? {} : { load: { name: `load${extensionOf(load)}`, file: source.file(load) } }),
    ...(conversation === undefined
      ? {}
      : { conversation: { name: `conversation${extensionOf(path)}`, file: conversation } }),
  };
}

function extensionOf(path: string): string {
  return /\.\w+$/.exec(path)?.[0] ?? '.js';
}
