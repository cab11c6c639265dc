import type { Container, Directory } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import type { CodeqlSettings } from './settings.ts';
import { codeqlBundle, images } from '../../tools/images.ts';
import { brokenDown, count, unavailable } from '../../verdict/evidence.ts';
import type { Decision } from '../../verdict/model.ts';
import { parseSarif } from '../../tools/sarif.ts';
import { decideTool } from '../../tools/tool-gate.ts';
import { fileIfAny, plainEvidenceOf, withPrograms } from '../../tools/attempt.stage.ts';
import { uncachedOnRerun, leftOut, type Project } from '../../project/project.stage.ts';
import { within } from '../../tools/deadline.ts';

const reports = '/reports';

/**
 * Analyses the data flow with CodeQL's security-extended suite. Its licence allows that for open source only, so the
 * project must acknowledge it. The bundle is downloaded at run time and is never part of a published image.
 */
export async function codeql(project: Project): Promise<Decision> {
  if (!project.configuration.codeqlLicenceAcknowledged) {
    return unavailable("pipeline.json does not acknowledge CodeQL's licence (codeqlLicenceAcknowledged)");
  }
  const run = codeqlRun(project);
  const evidence = await plainEvidenceOf(run);
  const text = await fileIfAny(run, evidence, `${reports}/codeql.sarif`);
  if (text === undefined) return unavailable(brokenDown('codeql', evidence));
  const report = parseSarif({ text, exitCode: evidence.exitCode }, { tool: 'codeql' });
  return decideTool(report, project.policy('codeql'), ({ rules, incomplete }) => ({
    scope: `the source by ${count(rules, 'rule')}`,
    nothing: rules === 0,
    incomplete,
  }));
}

/** `codeql.sarif`. */
export function codeqlReports(project: Project): Directory {
  return codeqlRun(project).directory(reports);
}

function codeqlRun(project: Project): Container {
  const { url, sha256 } = codeqlBundle;
  const settings: CodeqlSettings = {
    url,
    sha256,
    cache: '/codeql',
    source: '/src',
    sarif: `${reports}/codeql.sarif`,
  };
  const container = withPrograms(dag.container().from(images.node), 'codeql', 'shared')
    .withMountedCache('/codeql', dag.cacheVolume('codeql'))
    .withNewFile(`${reports}/.keep`, '')
    .withDirectory('/src', project.source, { exclude: leftOut });
  return uncachedOnRerun(project, 'codeql', container).withExec(
    within(1800, ['node', '/programs/codeql/codeql.ts', JSON.stringify(settings)]),
  );
}
