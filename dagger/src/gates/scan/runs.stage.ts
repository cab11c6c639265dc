import type { Container, File } from '@dagger.io/dagger';

import { overFiles } from '../../tools/attempt.stage.ts';
import { uncachedOnRerun, type Project } from '../../project/project.stage.ts';
import { imageInput, reports, sourceFolder, trivy, withImage, withSource } from './trivy.stage.ts';

/** A list of what is in the image, in one of Trivy's formats. */
export function bill(file: File, format: string, name: string): File {
  return trivy(withImage(file), ['image', ...imageInput, '--format', format], name).file(
    `${reports}/${name}`,
  );
}

/** Looks at what the image is built and deployed by, and at nothing else of the source. */
export function configRun(project: Project): Container {
  const { source, dockerfile, manifests } = project;
  const files = source.filter({ include: [dockerfile, `${manifests}/**`] });
  const plain = overFiles(files, 'without-ignores.ts', 60).directory('/src');
  // Trivy knows a Dockerfile by its name, which may be any.
  const named = `dockerfile:(^|/)${dockerfile.replaceAll(/[^\w/-]/g, '\\$&')}$`;
  const flags = ['--format', 'json', '--skip-check-update', '--file-patterns', named];
  return trivy(
    uncachedOnRerun(project, 'scan-config', withSource(plain)),
    ['config', ...flags, '.'],
    'config.json',
  );
}

/** Looks for secrets in the image. */
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

/** Rules by which Trivy passes over documents, tests, vendored files and places of languages (its manual, "Secret scanning"). */
const passingOver = [
  ...['dist-info', 'tests', 'examples', 'vendor', 'usr-dirs', 'locale-dir', 'markdown', 'node.js', 'golang'],
  ...['python', 'rubygems', 'wordpress', 'anaconda-log'],
];

/** None of them is in use for a source, nor are the names that Trivy never opens, lockfiles and pictures among them. */
const everywhere = `disable-allow-rules: [${passingOver.join(', ')}]\nskip-patterns: []\n`;

/** Looks for secrets in the source. */
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
