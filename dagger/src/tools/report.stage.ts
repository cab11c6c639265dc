import type { Container } from '@dagger.io/dagger';

import { brokenDown } from '../verdict/evidence.ts';
import type { Parsed, ToolOutput } from './answer.ts';
import { fileIfAny, plainEvidenceOf } from './attempt.stage.ts';

/** The report that a tool leaves in a file. */
export interface ReportFile {
  /** The tool's name, for the reason where there is none. */
  readonly tool: string;
  /** Where it stands in the container. */
  readonly path: string;
}

/** The report of a run whose only good end is code 0, read by its parser; not ok where the tool broke down or left none. */
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
