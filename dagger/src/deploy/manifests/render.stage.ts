import type { Container, Directory, File } from '@dagger.io/dagger';

import { helm, renderTools } from '../cluster/tools.stage.ts';
import { runProgram } from '../stage/run-program.stage.ts';
import type { OtherImage, ProgramFailure, RenderFacts } from '../stage/program-records.ts';
import type { RenderSettings } from '../stage/program-settings.ts';
import type { Where } from '../where.stage.ts';
import { chosenManifests } from './chosen.ts';
import { imageNames } from './names.ts';
import { overlayOf } from './overlay.ts';
import { manifestOf } from '../../project/image.stage.ts';
import { leftOut, type Project, type ProjectManifests } from '../../project/project.stage.ts';
import { kindWords } from '../../project/facts/manifests/kinds.ts';
import { type Refusal, usageRefusal } from '../../verdict/ending.ts';

/** Manifests as the objects that they make, without a version. */
export interface Rendered {
  readonly kind: 'rendered';
  /** The objects as JSON. */
  readonly objects: File;
  readonly service: NonNullable<RenderFacts['service']>;
  /** Images of others, which nodes of a cluster inside of the run get loaded. */
  readonly images: readonly OtherImage[];
  /** Facts worth a line in the record. */
  readonly notes: readonly string[];
}

/** How manifests are rendered. */
export interface RenderRequest {
  readonly cluster: Where['kind'];
  readonly namespace: string;
  /** The overlay that was asked for; empty for the cluster's own. */
  readonly overlay: string;
  /** Strategic merge patches of single objects. Default none. */
  readonly patches?: readonly object[];
}

const root = '/deploy/manifests';
const output = '/deploy/objects.json';

/** Renders the manifests of a project, or says what is to be decided first. Nothing is asked of a cluster. */
export async function renderManifests(project: Project, request: RenderRequest): Promise<Rendered | Refusal> {
  const chosen = chosenManifests(project.manifests);
  if (chosen.kind === 'refused') return chosen;
  const { value: manifests } = chosen.found;
  const inputs = inputsOf(manifests, project, request);
  if ('kind' in inputs) return inputs;
  const tools = toolsFor(manifests, project);
  const { record, tools: after } = await runProgram(tools, 'render', {
    ...inputs,
    namespace: request.namespace,
    patches: request.patches ?? [],
    leaveOut: project.configuration.deploy.leaveOut ?? [],
    service: await serviceOf(project),
    output,
  });
  const { failure, service, problems = [], leftOut: others = [], images = [] } = record;
  const what = `${kindWords[manifests.kind]} in ${manifests.path}`;
  if (failure !== undefined || problems.length > 0 || service === undefined) {
    return refusal(what, failure, problems);
  }
  const how = `${what}; the service is ${service.workload}: ${service.why}`;
  const notes = [`manifests: ${how}`, ...others.map((one) => `left out: ${one}`)];
  return { kind: 'rendered', objects: after.file(output), service, images, notes };
}

/** A program that names no rule has broken down: then nothing is wrong with the manifests. */
function refusal(what: string, failure: ProgramFailure | undefined, problems: readonly string[]): Refusal {
  if (failure !== undefined && failure.rule === undefined) {
    const reason = `${what}: could not be rendered: ${failure.message}`;
    return { kind: 'refused', because: 'unavailable', reason, next: 'run it again when that is there' };
  }
  return usageRefusal(
    `${what}: ${failure?.message ?? problems.join('; ')}`,
    'change the manifests, or name others by --manifests or deploy.manifests in pipeline.json',
  );
}

/** What kustomize is to put together, by the kind of the manifests. */
function inputsOf(
  { kind, folder, folders, files }: ProjectManifests,
  { configuration: { project: release, deploy } }: Project,
  { overlay: asked, cluster }: RenderRequest,
): Pick<RenderSettings, 'files' | 'chart'> | Refusal {
  const at = folder === '.' ? root : `${root}/${folder}`;
  if (kind === 'kustomization') {
    const choice = { folders, asked: asked === '' ? (deploy.overlay ?? '') : asked };
    const overlay = overlayOf({ ...choice, cluster: cluster === 'kubeconfig' ? 'kubeconfig' : 'kind' });
    return typeof overlay === 'string'
      ? { files: [overlay === '.' ? at : `${at}/${overlay}`], chart: null }
      : overlay;
  }
  if (asked !== '') {
    return usageRefusal(
      `--overlay: expected a kustomization, the manifests are ${kindWords[kind]}`,
      'leave it out; values of a chart are named by deploy.chartValues in pipeline.json',
    );
  }
  if (kind === 'folder') return { files: files.map((file) => `${at}/${file}`), chart: null };
  const values = (deploy.chartValues ?? []).map((file) => `${valuesRoot}/${file}`);
  return { files: [], chart: { helm: '/usr/local/bin/helm', folder: at, release, values } };
}

/** Where the source lies for the values of a chart. */
const valuesRoot = '/deploy/source';

function toolsFor({ root: tree, folder, kind }: ProjectManifests, project: Project): Container {
  const tools = renderTools().withDirectory(root, withoutOthers(tree, folder));
  if (kind !== 'chart') return tools;
  const values = project.configuration.deploy.chartValues ?? [];
  return tools
    .withFile('/usr/local/bin/helm', helm())
    .withDirectory(valuesRoot, project.source.filter({ include: [...values] }));
}

/** The files that can be part of manifests: what a kustomization takes from elsewhere is mostly YAML. */
function withoutOthers(tree: Directory, folder: string): Directory {
  const inside = folder === '.' ? '**' : `${folder}/**`;
  return tree.filter({ include: ['**/*.yaml', '**/*.yml', '**/Kustomization', inside], exclude: leftOut });
}

async function serviceOf(project: Project): Promise<RenderSettings['service']> {
  const { configuration, folder, source } = project;
  const { repository } = await manifestOf(source);
  const names = imageNames({
    project: configuration.project,
    folder,
    ...(repository === undefined ? {} : { repository }),
  });
  const { workload } = configuration.deploy;
  return { names, ...(workload === undefined ? {} : { workload }) };
}
