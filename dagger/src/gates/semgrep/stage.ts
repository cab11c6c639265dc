import type { Container, Directory } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { images } from '../../tools/images.ts';
import { count } from '../../verdict/evidence.ts';
import type { Decision } from '../../verdict/model.ts';
import { parseSemgrep } from './parse.ts';
import { withSuppressed } from '../suppressions.ts';
import { decideTool } from '../../tools/tool-gate.ts';
import { reportIn } from '../../tools/report.stage.ts';
import { uncachedOnRerun, leftOut, type Project } from '../../project/project.stage.ts';
import { suppressionsFor } from '../suppressions.stage.ts';
import { within } from '../../tools/deadline.ts';

const reports = '/reports';

/** Checks for insecure patterns with the module's own rules. */
export async function semgrep(project: Project): Promise<Decision> {
  const [decision, suppressed] = await Promise.all([scan(project), suppressionsFor(project, ['semgrep'])]);
  return withSuppressed(decision, suppressed);
}

async function scan(project: Project): Promise<Decision> {
  const file = { tool: 'semgrep', path: `${reports}/semgrep.json` };
  const report = await reportIn(semgrepRun(project), file, parseSemgrep);
  return decideTool(report, project.policy('semgrep'), (facts) => ({
    scope: count(facts.filesScanned, 'file'),
    nothing: facts.filesScanned === 0,
    incomplete: facts.incomplete,
    notes: facts.generated.map((what) => `not checked in full, as nobody writes it: ${what}`),
  }));
}

/** `semgrep.json` and `semgrep.sarif`. */
export function semgrepReports(project: Project): Directory {
  return semgrepRun(project).directory(reports);
}

/** Name of Semgrep's ignore file; the project's own ones are left out. */
const ignoreFile = '.semgrepignore';

/** Timeout for one rule on one file, in seconds. */
const ruleSeconds = 20;

/**
 * Scans everything that pipeline.json does not leave out. By default Semgrep would skip tests, vendored files, builds,
 * large files and lines with a `nosemgrep` comment. It exits with 0 if it could scan, with or without findings, so that
 * every other code is a breakdown, which is not cached.
 */
function semgrepRun(project: Project): Container {
  const { source, configuration } = project;
  const container = dag
    .container()
    .from(images.semgrep)
    .withDirectory('/rules', dag.currentModule().source().directory('rules'), { include: ['*.yaml'] })
    .withNewFile(`${reports}/.keep`, '')
    .withWorkdir('/src')
    .withDirectory('/src', source, { exclude: [...leftOut, `**/${ignoreFile}`] })
    .withNewFile(`/src/${ignoreFile}`, '# Nothing but what pipeline.json leaves out.\n');
  return uncachedOnRerun(project, 'semgrep', container).withExec(
    within(900, [
      ...['semgrep', 'scan', '--config', '/rules'],
      ...['--metrics=off', '--disable-version-check', '--no-git-ignore', '--disable-nosem'],
      ...['--max-target-bytes=0', `--timeout=${String(ruleSeconds)}`],
      ...[`--json-output=${reports}/semgrep.json`, `--sarif-output=${reports}/semgrep.sarif`],
      ...configuration.semgrep.exclude.flatMap((pattern) => ['--exclude', pattern]),
      '.',
    ]),
  );
}
