import type { Container, File } from '@dagger.io/dagger';

import { overFiles } from '../../tools/attempt.stage.ts';
import { within } from '../../project/facts/paths.ts';
import { uncachedOnRerun, type Project, type ProjectManifests } from '../../project/project.stage.ts';
import { imageInput, reports, sourceFolder, trivy, withImage, withSource } from './trivy.stage.ts';

/** A list of the packages in the image, in one of Trivy's formats. */
export function bill(file: File, format: string, name: string): File {
  return trivy(withImage(file), ['image', ...imageInput, '--format', format], name).file(
    `${reports}/${name}`,
  );
}

/** Scans the Dockerfile and the manifests, and nothing else of the source. */
export function configRun(project: Project): Container {
  const { source, dockerfile, manifests } = project;
  const files = manifests.reduce(
    (all, { value }) => all.withDirectory('.', value.root.filter({ include: patternsOf(value) })),
    source.filter({ include: [dockerfile] }),
  );
  const plain = overFiles(files, 'without-ignores.ts', 60).directory('/src');
  // Trivy recognises a Dockerfile by its name, which the project may choose.
  const named = `dockerfile:(^|/)${dockerfile.replaceAll(/[^\w/-]/g, '\\$&')}$`;
  const flags = ['--format', 'json', '--skip-check-update', '--file-patterns', named];
  return trivy(
    uncachedOnRerun(project, 'scan-config', withSource(plain)),
    ['config', ...flags, '.'],
    'config.json',
  );
}

/** The files of manifests, as patterns in their tree. */
function patternsOf({ kind, folder, files }: ProjectManifests): string[] {
  if (kind === 'folder') return files.map((file) => within(folder, file));
  return folder === '.' ? ['**/*.yaml', '**/*.yml'] : [`${folder}/**`];
}

/** Scans the image for secrets. */
export function imageSecretRun(project: Project, file: File): Container {
  return trivy(
    uncachedOnRerun(project, 'scan-secrets', withImage(file)),
    ['image', ...imageInput, '--scanners', 'secret', '--format', 'json'],
    'secrets.json',
  );
}

/** Lists the packages of the image with their licences. */
export function licenceRun(project: Project, file: File): Container {
  return trivy(
    uncachedOnRerun(project, 'licences', withImage(file)),
    ['image', ...imageInput, '--scanners', 'license', '--list-all-pkgs', '--format', 'json'],
    'licences.json',
  );
}

const secretRules = '/ours/trivy-secret.yaml';

/** Rules that make Trivy skip documents, tests, vendored files and language folders (its manual, "Secret scanning"). */
const passingOver = [
  ...['dist-info', 'tests', 'examples', 'vendor', 'usr-dirs', 'locale-dir', 'markdown', 'node.js', 'golang'],
  ...['python', 'rubygems', 'wordpress', 'anaconda-log'],
];

/** Turns these rules off for a source, together with the names that Trivy never opens, such as lockfiles and pictures. */
const everywhere = `disable-allow-rules: [${passingOver.join(', ')}]\nskip-patterns: []\n`;

/** Scans the source for secrets. */
export function sourceSecretRun(project: Project): Container {
  const { source, configuration } = project;
  const skip = configuration.scan.skip
    .map((path) => `${sourceFolder}/${path}`)
    .flatMap((path) => ['--skip-dirs', path, '--skip-files', path]);
  return trivy(
    uncachedOnRerun(project, 'scan-secrets', withSource(source)).withNewFile(secretRules, everywhere),
    ['fs', '--scanners', 'secret', '--secret-config', secretRules, '--format', 'json', ...skip, '.'],
    'secrets.json',
  );
}
