import type { Container, Directory, File } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import type { Project } from '../../project/project.stage.ts';
import { bill, configRun, imageSecretRun, sourceSecretRun } from './runs.stage.ts';
import { reports } from './trivy.stage.ts';
import { vulnerabilityRunOfRecord } from './vulnerability-runs.stage.ts';

/** CycloneDX and SPDX lists of the packages in the image. */
export async function softwareBills(project: Project): Promise<Directory> {
  const { archive } = await project.image.get();
  return dag
    .directory()
    .withFile('sbom.cyclonedx.json', bill(archive, 'cyclonedx', 'sbom.cyclonedx.json'))
    .withFile('sbom.spdx.json', bill(archive, 'spdx-json', 'sbom.spdx.json'));
}

/** The CycloneDX list alone, which is published with the image. */
export async function packageList(project: Project): Promise<File> {
  const { archive } = await project.image.get();
  return bill(archive, 'cyclonedx', 'sbom.cyclonedx.json');
}

/** Trivy's own JSON reports of a project. */
export function trivyReports({ image }: Pick<Project, 'image'>): readonly TrivyReport[] {
  return image.kind === 'missing' ? sourceReports : [...imageReports, ...sourceReports];
}

const imageReports: readonly TrivyReport[] = [
  {
    gate: 'scan-vulnerabilities',
    name: 'trivy-vulnerabilities.json',
    file: async (project) =>
      reportFile(
        vulnerabilityRunOfRecord(project, (await project.image.get()).archive),
        'vulnerabilities.json',
      ),
  },
  {
    gate: 'scan-secrets',
    name: 'trivy-secrets-image.json',
    file: async (project) =>
      reportFile(imageSecretRun(project, (await project.image.get()).archive), 'secrets.json'),
  },
];

const sourceReports: readonly TrivyReport[] = [
  {
    gate: 'scan-config',
    name: 'trivy-config.json',
    file: (project) => Promise.resolve(reportFile(configRun(project), 'config.json')),
  },
  {
    gate: 'scan-secrets',
    name: 'trivy-secrets-source.json',
    file: (project) => Promise.resolve(reportFile(sourceSecretRun(project), 'secrets.json')),
  },
];

interface TrivyReport {
  /** The gate that produces it. */
  readonly gate: string;
  /** Its name in the report. */
  readonly name: string;
  readonly file: (project: Project) => Promise<File>;
}

function reportFile(run: Container, name: string): File {
  return run.file(`${reports}/${name}`);
}
