import type { LintCommand } from '../../project/settings/lint.ts';
import { parseSarif } from '../../tools/sarif.ts';
import { brokenDown, count, type Evidence, unavailable } from '../../verdict/evidence.ts';
import type { Finding } from '../../verdict/finding.ts';
import { lastWords } from '../../verdict/last-words.ts';
import type { Decision } from '../../verdict/model.ts';
import { plainLine } from '../../verdict/plain-text.ts';
import { withSuppressed } from '../suppressions.ts';
import { partWarnings, withWarnings } from './warnings.ts';

/** The tool of these findings; their rules begin with the command's name. */
export const ownTool = 'lint-command';

/** What a command of `lint.commands` did. */
export interface OwnCommandRun {
  readonly command: LintCommand;
  readonly evidence: Evidence;
  /** The SARIF file that it wrote; undefined where it wrote none. */
  readonly sarif: string | undefined;
}

/**
 * Decides on a command of the project's own. Results at SARIF's level `error` are red, and so is a failing end that its
 * results do not explain: only the project knows what that means.
 * @param warningLimit highest number of warnings that is not red; default any number
 */
export function decideOwnCommand(
  { command, evidence, sarif }: OwnCommandRun,
  warningLimit: number | undefined,
): Decision {
  const { name } = command;
  const code = `ended with code ${String(evidence.exitCode)}`;
  if (evidence.broke) return unavailable(brokenDown(name, evidence));
  if (sarif === undefined) {
    const file = plainLine(command.sarif, 120);
    return unavailable(
      `${name} ${code} and left no file ${file}: expected SARIF there, as lint.commands in pipeline.json says; it printed: ${plainLine(lastWords(evidence), 300)}`,
    );
  }
  // The code is judged below: tools have different ones for results.
  const report = parseSarif({ text: sarif, exitCode: 0 }, { tool: ownTool });
  if (!report.ok) return unavailable(`${name}: ${report.reason}`);
  const named = (finding: Finding): Finding => ({ ...finding, rule: `${name}/${finding.rule}` });
  const { findings, told } = partWarnings(report.findings.map(named), warningLimit);
  const { suppressed, incomplete } = report.facts;
  const red = findings.length === 0 && evidence.exitCode !== 0 ? [endOf(name, evidence)] : findings;
  const reason = `${name}: ${count(findings.length, 'finding')}${red === findings ? '' : `, and it ${code}`}`;
  if (red.length === 0 && incomplete.length > 0)
    return unavailable(`${name} could not check everything: ${incomplete.slice(0, 3).join('; ')}`);
  const decision: Decision = { outcome: red.length === 0 ? 'passed' : 'failed', reason, findings: red };
  return withSuppressed(withWarnings(decision, told), suppressed.map(named));
}

function endOf(name: string, evidence: Evidence): Finding {
  return { tool: ownTool, rule: `${name}/run`, severity: 'HIGH', message: lastWords(evidence) };
}
