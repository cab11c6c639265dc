import type { Directory } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { committed, provingAdvisories } from './proving.stage.ts';
import type { Defect } from '../gates/defect.ts';
import { catalogue } from '../gates/order.ts';
import type { Project } from '../project/project.stage.ts';
import { projectOf } from '../project/source.stage.ts';

/** What the copies are made of. */
export interface Sample {
  /** The sound project. */
  readonly sound: Directory;
  /** Trivy's cache. */
  readonly database: Directory;
}

/** How the name of a rule's defect begins. */
const rulePrefix = 'semgrep: ';

/** Defects from the samples of the Semgrep rules: each class of rules has a sample that must turn the gate red. */
export async function ruleDefects(): Promise<Defect[]> {
  const rules = dag.currentModule().source().directory('rules');
  const samples = (await rules.entries()).filter((name) => /\.[jt]sx?$/.test(name));
  return Promise.all(
    samples.map(async (name) => {
      const sample = await rules.file(name).contents();
      return { name: `${rulePrefix}${name}`, gates: ['semgrep'], edits: { [`src/${name}`]: () => sample } };
    }),
  );
}

/**
 * A copy of the sound project with a defect. A rule's sample is made for Semgrep and not for a compiler, so only that gate
 * is in use for it, for every severity.
 */
export async function sampleProject({ sound, database }: Sample, defect: Defect): Promise<Project> {
  const isSample = defect.name.startsWith(rulePrefix);
  const project = await projectOf(
    {
      source: committed(await withDefect(sound, defect)),
      directory: '.',
      rerun: [],
      base: '',
      buildSecretNames: [],
      buildSecretValues: [],
      deploySecretNames: [],
      deploySecretValues: [],
      dockerfile: 'Dockerfile',
      manifests: '',
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

async function withDefect(sound: Directory, { edits }: Defect): Promise<Directory> {
  const present = new Set(await sound.glob('**'));
  let copy = sound;
  for (const [path, edit] of Object.entries(edits)) {
    const before = present.has(path) ? await sound.file(path).contents() : '';
    copy = copy.withNewFile(path, edit(before));
  }
  return copy;
}
