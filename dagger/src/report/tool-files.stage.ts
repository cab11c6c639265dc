import type { Directory, File } from '@dagger.io/dagger';
import { dag } from '@dagger.io/dagger';

import { withCarriedMarked } from './sarif-carried.ts';
import { codeqlReports } from '../gates/codeql/stage.ts';
import { trivyReports } from '../gates/scan/reports.stage.ts';
import { withUris } from '../gates/semgrep/sarif.ts';
import { semgrepReports } from '../gates/semgrep/stage.ts';
import { order } from '../gates/order.ts';
import type { Project } from '../project/project.stage.ts';
import { execFailure } from '../tools/attempt.stage.ts';
import { carriedBy } from '../verdict/baseline-words.ts';
import { brokenDown, unavailableBy } from '../verdict/evidence.ts';
import type { Verdict } from '../verdict/model.ts';
import { conclusiveTools } from '../verdict/report-tools.ts';

/**
 * Tools with a SARIF file of their own, which has more detail than one made from the findings, and the corrections of
 * its text.
 */
const ownSarif: Readonly<
  Record<string, { reports: (project: Project) => Directory; mend: (text: string) => string }>
> = {
  semgrep: { reports: semgrepReports, mend: withUris },
  codeql: { reports: codeqlReports, mend: (text) => text },
};

/** A tool's file in the report, with its name there. */
interface NamedFile {
  readonly name: string;
  readonly file: File;
}

/** The tools' own files, only of tools that checked everything: an empty file would close alerts that are still open. */
export async function ownSarifFiles(project: Project, verdict: Verdict): Promise<NamedFile[]> {
  const conclusive = conclusiveTools(verdict, order);
  const tools = Object.entries(ownSarif).filter(([tool]) => conclusive.includes(tool));
  const carried = verdict.gates.flatMap((gate) => gate.carried ?? []);
  const found = tools.map(async ([tool, { reports, mend }]) => {
    const name = `${tool}.sarif`;
    const directory = await ifAny(tool, () => Promise.resolve(reports(project)));
    const entries = (await directory?.entries()) ?? [];
    if (directory === undefined || !entries.includes(name)) return [];
    const text = withCarriedMarked(mend(await directory.file(name).contents()), {
      tool,
      findings: carried.filter((finding) => finding.tool === tool),
      justification: carriedBy(verdict.baseline),
    });
    return [{ name, file: dag.directory().withNewFile(name, text).file(name) }];
  });
  return (await Promise.all(found)).flat();
}

/** Trivy's reports for each of its gates that ran. */
export async function trivyFiles(project: Project, ran: (gate: string) => boolean): Promise<NamedFile[]> {
  const found = trivyReports(project)
    .filter(({ gate }) => ran(gate))
    .map(async ({ name, file: make }) => {
      const file = await ifAny('trivy', () => make(project));
      return file === undefined ? [] : [{ name, file }];
    });
  return (await Promise.all(found)).flat();
}

/**
 * A file or directory of reports. If it cannot be produced, it is undefined and the error is reported; the verdict is
 * not affected.
 */
export function ifAny<T extends { sync(): Promise<T> }>(
  tool: string,
  make: () => Promise<T>,
): Promise<T | undefined> {
  return orNone(tool, async () => (await make()).sync());
}

/** What is read from reports; undefined if that is not possible, as for {@link ifAny}. */
export async function orNone<T>(tool: string, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    const failure = execFailure(error);
    const reason = failure === undefined ? unavailableBy(error).reason : brokenDown(tool, failure);
    console.error(`report: files are left out: ${reason}`);
    return undefined;
  }
}
