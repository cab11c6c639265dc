import type { Directory } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { order } from '../gates/order.ts';
import { renderDeploymentJson } from '../deploy/proof/deployment-json.ts';
import type { Verdict } from '../verdict/model.ts';
import type { TestSuite } from '../gates/test/results.ts';
import { renderJunit } from './junit-writer.ts';
import { type PageParts, renderPage } from './page.ts';
import { renderSarifFiles } from './sarif-writer.ts';
import { renderSummary } from './summary.ts';
import { renderVerdictJson } from './verdict-json.ts';
import { conclusiveTools, hasImage } from '../verdict/report-tools.ts';
import type { Project } from '../project/project.stage.ts';
import { softwareBills } from '../gates/scan/reports.stage.ts';
import { ifAny, orNone, ownSarifFiles, trivyFiles } from './tool-files.stage.ts';
import { testReports } from '../gates/test/stage.ts';
import { readTests } from '../gates/test/all-results.stage.ts';

/**
 * All results of a run as files: verdict, summary, page, JUnit, coverage, SARIF per tool, Trivy's JSON, lists of the
 * packages in the image. Files that a red or unavailable gate did not produce are missing. The execs are those of the
 * gates themselves, so that nothing runs twice.
 * @param parts the deployment after the gates, and measures of past deployments, if there are any
 */
export async function reportFiles(
  project: Project,
  verdict: Verdict,
  parts: PageParts = {},
): Promise<Directory> {
  const ran = (gate: string): boolean =>
    verdict.gates.some((result) => result.gate === gate && result.durationMs !== undefined);
  const [tests, sarif, trivy, bills] = await Promise.all([
    ran('test') ? orNone('test', async () => readTests(await testReports(project))) : undefined,
    ownSarifFiles(project, verdict),
    trivyFiles(project, ran),
    hasImage(verdict.gates) ? ifAny('trivy', () => softwareBills(project)) : undefined,
  ]);
  const { suites = [], coverage } = tests ?? {};
  const full: Verdict = coverage === undefined ? verdict : { ...verdict, coverage };
  const present = new Set(sarif.map(({ name }) => name));
  const written = writtenFiles(full, { suites, present, parts });
  let files = dag.directory();
  for (const [name, text] of written) files = files.withNewFile(name, text);
  for (const { name, file } of [...sarif, ...trivy]) files = files.withFile(name, file);
  if (tests !== undefined) files = files.withDirectory('coverage', tests.coverageFiles);
  return bills === undefined ? files : files.withDirectory('.', bills);
}

/** Inputs of the reports besides the verdict. */
interface ReportInputs {
  readonly suites: readonly TestSuite[];
  /** Names of SARIF files that a tool wrote itself. */
  readonly present: ReadonlySet<string>;
  readonly parts: PageParts;
}

/** Reports that are made from the verdict and, if there was one, the deployment: name and text. */
function writtenFiles(verdict: Verdict, { suites, present, parts }: ReportInputs): Map<string, string> {
  const { deployment } = parts;
  const tools = conclusiveTools(verdict, order).filter((tool) => !present.has(`${tool}.sarif`));
  return new Map([
    ['verdict.json', renderVerdictJson(verdict)],
    ['summary.md', renderSummary(verdict, deployment === undefined ? {} : { deployment })],
    ['index.html', renderPage(verdict, parts)],
    ['junit.xml', renderJunit(verdict, suites)],
    ...(deployment === undefined ? [] : [['deployment.json', renderDeploymentJson(deployment)] as const]),
    ...renderSarifFiles(verdict, tools),
  ]);
}
