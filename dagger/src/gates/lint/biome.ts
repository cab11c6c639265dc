import type { Finding } from '../../verdict/finding.ts';
import { endedWith, type Parsed, readReport, type ToolOutput, unreadable } from '../../tools/answer.ts';
import { makeFinding } from '../../tools/make-finding.ts';
import { severityAt } from '../../tools/severity.ts';
import type { JsonCursor } from '../../verdict/json.ts';
import { readJson } from '../../verdict/json-text.ts';

/**
 * Reads the output of `biome ci --reporter=gitlab` (Biome, "Reporters"; GitLab, "Code Quality", report format).
 * @returns not ok if it is no such report, or Biome ended with a code other than 0 or 1
 */
export function parseBiome({ text, exitCode }: ToolOutput): Parsed<object> {
  if (exitCode !== 0 && exitCode !== 1) return unreadable('biome', endedWith(exitCode));
  return readReport('biome', () => ({ findings: readJson(text).items().map(findingAt), facts: {} }));
}

function findingAt(issue: JsonCursor): Finding {
  const rule = issue.at('check_name').optionalText() ?? 'unknown';
  const place = issue.at('location');
  const line = place.at('lines').at('begin').optionalNumber();
  return makeFinding({
    tool: 'biome',
    rule,
    severity: severityAt('biome', issue.at('severity')),
    message: issue.at('description').text(),
    file: place.at('path').text(),
    line: line === undefined || line < 1 ? undefined : line,
    ...(rule === 'format' ? { fix: 'dagger call format -y' } : {}),
  });
}

/** The number of files in `Checked 24 files in 10ms.`; 0 if Biome says that it processed none. */
export function checkedFiles(text: string): number {
  return Number(/^Checked (\d+) files? /m.exec(text)?.[1] ?? 0);
}
