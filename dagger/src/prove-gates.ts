import type { Directory, Service } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { images } from './images.ts';
import { runRows } from './pipeline.ts';
import { advisoriesPort } from './stages/audit.ts';
import { program } from './stages/evidence.ts';
import type { Project } from './stages/project.ts';
import { projectOf } from './stages/source.ts';
import { type Defect, defects } from './verdict/defects.ts';
import { rowsInUse } from './verdict/order.ts';
import { isCaught, proofTable, type Trial } from './verdict/proof.ts';
import { publishDecision } from './verdict/publish.ts';
import { UsageError } from './verdict/usage-error.ts';

/** The proof that gates can be red: its table, and whether every defect was caught. */
export interface Proof {
  readonly table: string;
  readonly complete: boolean;
}

/**
 * Puts one known defect at a time into a copy of a sound sample project and runs its gates on it: each must turn red for
 * its own defect and for no other, and nothing but the untouched copy may be published.
 * @param only names of defects to try; empty for all
 * @throws UsageError for a name that no defect has
 */
export async function proveGates(only: readonly string[]): Promise<Proof> {
  const sound = dag.currentModule().source().directory('fixtures/project');
  const all = [...defects, ...(await ruleDefects())];
  const unknown = only.filter((name) => all.every((defect) => defect.name !== name));
  if (unknown.length > 0) throw new UsageError(`--only: no defect is called ${unknown.join(', ')}`);
  const chosen = all.filter(({ name }) => only.length === 0 || only.includes(name));
  const control = await trial(sound, { name: 'the untouched copy', gates: [], edits: {} });
  const trials: Trial[] = [];
  // One at a time: two would only fight for the same processors, and make timeouts of slow answers.
  for (const defect of chosen) trials.push(await trial(sound, defect));
  return { table: proofTable(control, trials), complete: [control, ...trials].every(isCaught) };
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

async function trial(sound: Directory, defect: Defect): Promise<Trial> {
  // A rule's sample is written to be read by Semgrep, not by a compiler: only that gate is asked, about every severity.
  const isSample = defect.name.startsWith('semgrep: ');
  const project = await sampleProject(await withDefect(sound, defect), isSample ? 'LOW' : '');
  const asked = isSample ? ['semgrep'] : project.configuration.gates;
  const verdict = await runRows(rowsInUse(asked), project, {
    allowUnavailable: [],
    failFast: false,
    quiet: true,
  });
  const publish = publishDecision(verdict, project.configuration.gates);
  return { name: defect.name, expected: defect.gates, gates: verdict.gates, publish };
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

function sampleProject(source: Directory, threshold: string): Promise<Project> {
  return projectOf({
    ...{ source, dockerfile: 'Dockerfile', manifests: 'manifests', port: 8000, healthPath: '/health' },
    ...{ threshold, trivyDatabase: '', advisories: advisories() },
  });
}

/** A registry that knows one flaw, so that the proof needs no registry that answers for advisories. */
function advisories(): Service {
  return dag
    .container()
    .from(images.node)
    .withFile('/programs/advisories.mjs', program('advisories.js'))
    .withExposedPort(advisoriesPort)
    .asService({ args: ['node', '/programs/advisories.mjs'] });
}
