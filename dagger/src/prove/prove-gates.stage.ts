import type { Directory } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { runRows } from '../ci/pipeline.ts';
import { publishImage } from '../publish/publish.stage.ts';
import { refusal } from '../publish/end.ts';
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
import { projectOf } from '../project/source.stage.ts';
import type { Defect } from '../gates/defect.ts';
import { defects } from './defects.ts';
import type { GateResult } from '../verdict/model.ts';
import { catalogue, rowsInUse } from '../gates/order.ts';
import { isCaught, proofTable, type Trial } from './proof.ts';
import type { PublishAttempt } from './proof-registry.ts';
import { UsageError } from '../verdict/usage-error.ts';

/** The proof that gates can be red: its table, and whether every defect was caught. */
export interface Proof {
  readonly table: string;
  readonly complete: boolean;
}

/** What every trial of a run shares. */
interface Ground {
  readonly sound: Directory;
  readonly registry: ProvingRegistry;
  readonly signing: Signing;
  readonly database: Directory;
}

/** A trial before anybody has looked into the registry. */
type Tried = Omit<Trial, 'tags'>;

/**
 * Publishes an untouched copy of a sound sample project, and then tries to publish copies with one known defect each, to
 * a registry of this run alone: each must turn red for its own defect and for no other, and must be refused for it.
 * @param only names of defects to try; empty for all
 * @throws UsageError for a name that no defect has
 */
export async function proveGates(only: readonly string[]): Promise<Proof> {
  const chosen = chosenOf([...defects, ...(await ruleDefects())], only);
  const registry = await provingRegistry();
  try {
    const ground: Ground = {
      ...{ registry, signing: await provingKey(registry), database: provingDatabase(new Date()) },
      sound: dag.currentModule().source().directory('fixtures/project'),
    };
    const tried = [await trial(ground, { name: 'the untouched copy', gates: [], edits: {} })];
    // One at a time: two would only fight for the same processors, and make timeouts of slow answers.
    for (const defect of chosen) tried.push(await trial(ground, defect));
    const catalog = await registry.catalog();
    const [control, ...trials] = tried.map((one) => ({ ...one, tags: catalog.get(repositoryFor(one)) }));
    if (control === undefined) throw new Error('the untouched copy was not tried');
    return { table: proofTable(control, trials), complete: [control, ...trials].every(isCaught) };
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

/** Each class of Semgrep rules has a sample that it must flag; in a project, it must turn the gate red. */
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

async function trial(ground: Ground, defect: Defect): Promise<Tried> {
  const source = committed(await withDefect(ground.sound, defect));
  const project = await sampleProject(ground, source, defect);
  const gates: GateResult[] = [];
  const publish = await attempt(ground, defect, project, async (about) => {
    const rows = rowsInUse(about.configuration.gates);
    const verdict = await runRows(rows, about, { allowUnavailable: [], failFast: false, quiet: true });
    gates.push(...verdict.gates);
    return verdict;
  });
  return { name: defect.name, expected: defect.gates, gates, publish };
}

/** Tries to publish, by the very function that publish calls; each defect to a repository of its own. */
async function attempt(
  { registry, signing }: Ground,
  defect: Defect,
  project: Project,
  runGates: Parameters<typeof publishImage>[2],
): Promise<PublishAttempt> {
  const request = {
    ...{ address: registry.addressOf(repositoryFor(defect)), access: registry.access, signings: [signing] },
    ...{ version: '', platforms: [], builder: '', invocation: '' },
  };
  try {
    const { reference } = await publishImage(project, request, runGates);
    return { kind: 'published', answer: reference };
  } catch (error) {
    const answer = error instanceof Error ? error.message : String(error);
    return { kind: answer.startsWith(refusal) ? 'refused' : 'broke', answer };
  }
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

/** A rule's sample is written to be read by Semgrep, not by a compiler: only that gate is in use, for every severity. */
async function sampleProject({ database }: Ground, source: Directory, { name }: Defect): Promise<Project> {
  const isSample = name.startsWith('semgrep: ');
  const project = await projectOf(
    {
      ...{
        source,
        directory: '.',
        rerun: [],
        base: '',
        dockerfile: 'Dockerfile',
        manifests: 'manifests',
        port: 8000,
        healthPath: '/health',
      },
      ...{ threshold: isSample ? 'LOW' : '', trivyDatabase: '', trivyCache: database },
      advisories: provingAdvisories(),
    },
    catalogue,
  );
  if (!isSample) return project;
  return { ...project, configuration: { ...project.configuration, gates: ['semgrep'] } };
}
