import type { Container } from '@dagger.io/dagger';

import { brokenDown } from '../verdict/evidence.ts';
import type { Parsed, ToolOutput } from './answer.ts';
import { fileIfAny, plainEvidenceOf } from './attempt.stage.ts';

/** The report that a tool leaves in a file. */
export interface ReportFile {
  /** The tool's name, for the reason if there is no report. */
  readonly tool: string;
  /** Its path in the container. */
  readonly path: string;
}

/** Parses the report of a run that must end with code 0; not ok if the tool broke down or wrote no report. */
export async function reportIn<Facts>(
  run: Container,
  { tool, path }: ReportFile,
  parse: (output: ToolOutput) => Parsed<Facts>,
): Promise<Parsed<Facts>> {
  const evidence = await plainEvidenceOf(run);
  const text = await fileIfAny(run, evidence, path);
  if (text === undefined) return { ok: false, reason: brokenDown(tool, evidence) };
  return parse({ text, exitCode: evidence.exitCode });
}
