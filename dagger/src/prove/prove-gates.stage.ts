import type { Directory } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { prepareGates, runGates } from '../ci/pipeline.ts';
import { planPublication } from '../publish/publication.stage.ts';
import { publishChecked, type Published } from '../publish/publish.stage.ts';
import type { PublishRefusal } from '../publish/refusals.ts';
import type { Signing } from '../publish/attest.stage.ts';
import type { Project } from '../project/project.stage.ts';
import {
  committed,
  provingAdvisories,
  provingDatabase,
  provingKey,
  type ProvingRegistry,
  provingRegistry,
} from './proving.stage.ts';
import { projectOf, requireImageSource } from '../project/source.stage.ts';
import type { Defect } from '../gates/defect.ts';
import { defects } from './defects.ts';
import type { GateResult } from '../verdict/model.ts';
import { catalogue } from '../gates/order.ts';
import { endingOfProof } from './ending.ts';
import { isCaught, proofTable, type Trial } from './proof.ts';
import type { Ending } from '../verdict/ending.ts';
import type { PublishAttempt } from './proof-registry.ts';
import { UsageError } from '../verdict/usage-error.ts';

/** The values that all trials of a run share. */
interface ProofSetup {
  readonly sound: Directory;
  readonly registry: ProvingRegistry;
  readonly signing: Signing;
  readonly database: Directory;
}

/** A trial before the registry's content is known. */
type Tried = Omit<Trial, 'tags'>;

/**
 * Publishes an untouched copy of a sound sample project, and then tries to publish copies with one known defect each,
 * to a registry of this run alone. Each must be red for its own defect and no other, and must be refused for it.
 * @param only names of defects to try; empty for all
 * @throws UsageError for an unknown name
 */
export async function proveGates(only: readonly string[]): Promise<Ending> {
  const chosen = chosenOf([...defects, ...(await ruleDefects())], only);
  const registry = await provingRegistry();
  try {
    const setup: ProofSetup = {
      registry,
      signing: await provingKey(registry),
      database: provingDatabase(new Date()),
      sound: dag.currentModule().source().directory('fixtures/project'),
    };
    const tried = [await trial(setup, { name: 'the untouched copy', gates: [], edits: {} })];
    // One at a time: two in parallel would compete for the same processors, and slow answers would time out.
    for (const defect of chosen) tried.push(await trial(setup, defect));
    const catalog = await registry.catalog();
    const [control, ...trials] = tried.map((one) => ({ ...one, tags: catalog.get(repositoryFor(one)) }));
    if (control === undefined) throw new Error('the untouched copy was not tried');
    const isComplete = [control, ...trials].every(isCaught);
    return endingOfProof(proofTable(control, trials), isComplete, 'not every defect was caught');
  } finally {
    await registry.end();
  }
}

function chosenOf(all: readonly Defect[], only: readonly string[]): readonly Defect[] {
  const strangers = only.filter((name) => all.every((defect) => defect.name !== name));
  if (strangers.length === 0) return only.length === 0 ? all : all.filter(({ name }) => only.includes(name));
  const known = all.map(({ name }) => name).join('; ');
  throw new UsageError(`--only: expected names of defects, got ${strangers.join(', ')}: ${known}`);
}

/** Defects from the samples of the Semgrep rules: each class of rules has a sample that must turn the gate red. */
async function ruleDefects(): Promise<Defect[]> {
  const rules = dag.currentModule().source().directory('rules');
  const samples = (await rules.entries()).filter((name) => /\.[jt]sx?$/.test(name));
  return Promise.all(
    samples.map(async (name) => {
      const sample = await rules.file(name).contents();
      return { name: `semgrep: ${name}`, gates: ['semgrep'], edits: { [`src/${name}`]: () => sample } };
    }),
  );
}

async function trial(setup: ProofSetup, defect: Defect): Promise<Tried> {
  const source = committed(await withDefect(setup.sound, defect));
  const project = await sampleProject(setup, source, defect);
  const { gates, publish } = await tryToPublish(setup, defect, project);
  return { name: defect.name, expected: defect.gates, gates, publish };
}

/** Runs the gates and tries to publish, with the functions that publish itself calls, each defect to its own repository. */
async function tryToPublish(
  { registry, signing }: ProofSetup,
  defect: Defect,
  project: Project,
): Promise<Pick<Tried, 'gates' | 'publish'>> {
  const address = registry.addressOf(repositoryFor(defect));
  const request = {
    address,
    access: registry.access,
    signings: [signing],
    version: '',
    platforms: [],
    builder: '',
    invocation: '',
  };
  let gates: readonly GateResult[] = [];
  try {
    await requireImageSource(project);
    const publication = await planPublication(project, request);
    if (publication.kind === 'refused')
      return { gates, publish: { kind: 'broke', answer: publication.reason } };
    const options = { allowUnavailable: [], failFast: false, quiet: true };
    const verdict = await runGates(await prepareGates(project, options));
    ({ gates } = verdict);
    const result = await publishChecked(project, publication, verdict);
    return { gates, publish: attemptOf(result) };
  } catch (error) {
    const answer = error instanceof Error ? error.message : String(error);
    return { gates, publish: { kind: 'broke', answer } };
  }
}

function attemptOf(result: Published | PublishRefusal): PublishAttempt {
  if (result.kind === 'published') return { kind: 'published', answer: result.reference };
  return { kind: result.about === 'image' ? 'refused' : 'broke', answer: result.reason };
}

function repositoryFor({ name }: Pick<Defect, 'name'>): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}

async function withDefect(sound: Directory, { edits }: Defect): Promise<Directory> {
  const present = new Set(await sound.glob('**'));
  let copy = sound;
  for (const [path, edit] of Object.entries(edits)) {
    const before = present.has(path) ? await sound.file(path).contents() : '';
    copy = copy.withNewFile(path, edit(before));
  }
  return copy;
}

/**
 * A project with a rule's sample. It is made for Semgrep and not for a compiler, so only that gate is in use, for every
 * severity.
 */
async function sampleProject(
  { database }: ProofSetup,
  source: Directory,
  { name }: Defect,
): Promise<Project> {
  const isSample = name.startsWith('semgrep: ');
  const project = await projectOf(
    {
      source,
      directory: '.',
      rerun: [],
      base: '',
      dockerfile: 'Dockerfile',
      manifests: 'manifests',
      port: 8000,
      healthPath: '/health',
      threshold: isSample ? 'LOW' : '',
      trivyDatabase: '',
      trivyCache: database,
      advisories: provingAdvisories(),
    },
    catalogue,
  );
  if (!isSample) return project;
  return { ...project, gates: ['semgrep'] };
}
